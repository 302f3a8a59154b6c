#include "observe/observables/observable.h"
#include "observe/observables/pooled.h"

namespace replicas {

namespace {

double loss_mean(const Digest& digest, std::size_t temperature, ChainSpan chains) {
  return pooled(digest, temperature, chains, &ReplicaDigest::loss).mean;
}

double loss_variance(const Digest& digest, std::size_t temperature, ChainSpan chains) {
  return pooled(digest, temperature, chains, &ReplicaDigest::loss).variance();
}

}  // namespace

Family loss_observables() {
  return {{"loss_mean", "1", "mean of the loss L (without confinement) over replicas and measured steps", loss_mean},
          {"loss_variance", "1", "variance of the loss L over replicas and measured steps", loss_variance}};
}

namespace {
double weight_norm2(const Digest& digest, std::size_t temperature, ChainSpan chains) {
  return pooled(digest, temperature, chains, &ReplicaDigest::weight_norm2).mean;
}
}  // namespace

Family weight_norm_observables() { return {{"weight_norm2", "1", "mean of |w|^2", weight_norm2}}; }

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

namespace {

double training_error(const Digest& digest, std::size_t temperature, ChainSpan chains) {
  return pooled_mean(digest, temperature, chains, &ReplicaDigest::training_error);
}

}  // namespace

Family labels_observables() {
  return {{"training_error", "1", "share of wrong labels on the training data", training_error},
          recorded_mean_column(recorded::test_loss.text),
          recorded_mean_column(recorded::test_error.text)};
}

}  // namespace replicas
