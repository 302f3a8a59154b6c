#include <cmath>

#include "observe/observables/observable.h"
#include "observe/observables/pooled.h"
#include "system/decay_ranges.h"

namespace replicas {

namespace {

double step_size(const Digest& digest, std::size_t temperature, ChainSpan) {
  return digest.ensemble().dynamics.step_sizes[temperature];
}

/// eta times the largest curvature of U: H_U = H_L + decay, with the decay of the stiffest layer.
double step_curvature(const Digest& digest, std::size_t temperature, ChainSpan chains) {
  if (!digest.ensemble().one_step_size()) return ReplicaDigest::absent;
  const double largest = pooled_recorded_mean(digest, temperature, chains, recorded::largest_eigenvalue.text);
  return digest.ensemble().dynamics.step_sizes[temperature] * (largest + largest_decay(digest.ensemble(), temperature));
}

double step_curvature_max(const Digest& digest, std::size_t temperature, ChainSpan chains) {
  double highest = ReplicaDigest::absent;
  if (!digest.ensemble().one_step_size()) return highest;
  for (const std::size_t chain : chains) highest = std::fmax(highest, digest.at(temperature, chain).highest_eigenvalue);
  return digest.ensemble().dynamics.step_sizes[temperature] * (highest + largest_decay(digest.ensemble(), temperature));
}

/// L is a mean over P examples, so one example feels the temperature P T.
double p_t(const Digest& digest, std::size_t temperature, ChainSpan) {
  if (!digest.ensemble().system->capabilities().mean_loss) return ReplicaDigest::absent;
  return digest.temperature(temperature) * digest.ensemble().examples();
}

double kappa(const Digest& digest, std::size_t temperature, ChainSpan chains) {
  return -std::log(p_t(digest, temperature, chains));
}

}  // namespace

Family step_size_observables() {
  constexpr auto largest = Observable::Over::largest;
  return {{"step_size", "1", "step size eta", step_size, false},
          {"step_curvature", "1", "eta times the largest eigenvalue of the Hessian of U, mean over replicas",
           step_curvature},
          {"step_curvature_max", "1", "eta times the highest eigenvalue of the Hessian of U that was met",
           step_curvature_max, false, largest},
          {"p_t", "1", "P T, the temperature that one example feels", p_t, false},
          {"kappa", "1", "margin ln(1 / (P T)) at which an example begins to matter", kappa, false}};
}

}  // namespace replicas
