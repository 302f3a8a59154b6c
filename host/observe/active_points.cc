#include "observe/observable.h"
#include "observe/pooled.h"

namespace replicas {

namespace {

template <std::size_t threshold>
double n_act(const Digest& digest, std::size_t temperature, ChainSpan chains) {
  return pooled_mean(digest, temperature, chains,
                     [](const ReplicaDigest& replica) { return replica.active_points[threshold]; });
}

}  // namespace

Family active_point_observables() {
  return {
      {"n_act", "1", "number of examples with l/P > 0.08237 T: equals d for independent exponential walls", n_act<0>},
      {"n_act_0_1", "1", "number of examples with l/P > 0.1 T", n_act<1>},
      {"n_act_0_26474", "1", "number of examples with l/P > 0.26474 T: d/2 for independent exponential walls",
       n_act<2>}};
}

}  // namespace replicas
