#include "observe/observables/observable.h"
#include "observe/observables/pooled.h"

namespace replicas {

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
