#include <cmath>

#include "observe/observables/observable.h"
#include "observe/observables/pooled.h"

namespace replicas {

namespace {

double kept_noise(const Dynamics& dynamics, double eta) {
  if (dynamics.update != Update::baoab) return 1 / (1 - dynamics.momentum);
  return 1 / std::tanh(dynamics.friction * std::sqrt(2 * eta) / 2);
}

/// T_B = eta <|g - grad L|^2> / (2 N), g the gradient of a step's batch: what the noise of batches adds to the
/// temperature of an average weight, to leading order in eta times the curvature. In units of T, absolute. A velocity
/// that is kept adds up the noise of several steps: with momentum m it is 1 / (1 - m) times as much, with baoab and
/// c = exp(-friction h), h = sqrt(2 eta), (1 + c) / (1 - c) times (the displacement that one kick ends in, against that
/// of one thermal kick).
///
/// Online batches know nothing of the P stored examples, so that <|g - grad L|^2> is tr C (1/B + 1/P), C the covariance
/// of the gradient of one example: P / (P + B) of it is the noise of batches.
double batch_temperature(const Digest& digest, std::size_t temperature, ChainSpan chains) {
  const Ensemble& ensemble = digest.ensemble();
  if (ensemble.dynamics.batch.whole()) return ReplicaDigest::absent;
  const Batch& batch = ensemble.dynamics.batch;
  const auto stored = static_cast<double>(ensemble.examples()), own = static_cast<double>(batch.size);
  const double noise2 = pooled_step_mean(digest, temperature, chains, &ReplicaSums::batch_noise2) *
                        (batch.online() ? stored / (stored + own) : 1);
  const double eta = ensemble.dynamics.step_sizes[temperature];
  return kept_noise(ensemble.dynamics, eta) * eta * noise2 / (2 * static_cast<double>(ensemble.weights()));
}

}  // namespace

Family batch_noise_observables() {
  return {{"batch_temperature", "1",
           "temperature that the noise of batches adds, eta <|g - grad L|^2> / (2 N), g the gradient of a batch; more "
           "where velocities are kept",
           batch_temperature}};
}

}  // namespace replicas
