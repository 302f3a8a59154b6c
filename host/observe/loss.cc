#include "observe/observable.h"
#include "observe/pooled.h"

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

}  // namespace replicas
