#include "observe/observables/observable.h"
#include "observe/observables/pooled.h"

namespace replicas {

namespace {

/// T_B = eta <|g - grad L|^2> / (2 N), g the gradient of a step's batch: what the noise of batches adds to the
/// temperature of an average weight, to leading order in eta times the curvature. In units of T, absolute.
double batch_temperature(const Digest& digest, std::size_t temperature, ChainSpan chains) {
  const Ensemble& ensemble = digest.ensemble();
  if (ensemble.dynamics.batch.whole()) return ReplicaDigest::absent;
  const double noise2 = pooled_step_mean(digest, temperature, chains, &ReplicaSums::batch_noise2);
  return ensemble.dynamics.step_sizes[temperature] * noise2 / (2 * static_cast<double>(ensemble.weights()));
}

}  // namespace

Family batch_noise_observables() {
  return {{"batch_temperature", "1",
           "temperature that the noise of batches adds, eta <|g - grad L|^2> / (2 N), g the gradient of a batch",
           batch_temperature}};
}

}  // namespace replicas
