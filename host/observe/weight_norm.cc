#include "observe/observable.h"
#include "observe/pooled.h"

namespace replicas {

namespace {
double weight_norm2(const Digest& digest, std::size_t temperature, ChainSpan chains) {
  return pooled(digest, temperature, chains, &ReplicaDigest::weight_norm2).mean;
}
}  // namespace

Family weight_norm_observables() { return {{"weight_norm2", "1", "mean of |w|^2", weight_norm2}}; }

}  // namespace replicas
