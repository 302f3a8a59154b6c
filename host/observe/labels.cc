#include "observe/observable.h"
#include "observe/pooled.h"

namespace replicas {

namespace {

template <double ReplicaDigest::*member>
double mean(const Digest& digest, std::size_t temperature, ChainSpan chains) {
  return pooled_mean(digest, temperature, chains, member);
}

}  // namespace

Family labels_observables() {
  return {{"training_error", "1", "share of wrong labels on the training data", mean<&ReplicaDigest::training_error>},
          {"test_loss", "1", "mean loss on the test data", mean<&ReplicaDigest::test_loss>},
          {"test_error", "1", "share of wrong labels on the test data", mean<&ReplicaDigest::test_error>}};
}

}  // namespace replicas
