#include "observe/rounding.h"

#include <algorithm>
#include <cmath>

#include "observe/judgement.h"

namespace replicas {

namespace {

constexpr double unit = 0x1p-24;    // relative rounding of a float
constexpr double usual_logit = 4;   // of a cross-entropy that is not near 0
constexpr double noticeable = 0.1;  // share of d_var

/// Typical size of the outputs: for mse that of the targets.
double output_size(const Ensemble& ensemble) {
  if (ensemble.network.loss() != Loss::mse) return usual_logit;
  double sum = 0, count = 0;
  for (const Dataset& dataset : ensemble.datasets)
    for (const float target : dataset.targets) {
      sum += static_cast<double>(target) * static_cast<double>(target);
      ++count;
    }
  return count > 0 ? std::sqrt(sum / count) : 1;
}

}  // namespace

double rounding_dimension(const Digest& digest, const Results& results, std::size_t temperature) {
  const Ensemble& ensemble = digest.ensemble();
  if (ensemble.potential || ensemble.datasets.empty()) return ReplicaDigest::absent;
  const double t = digest.temperature(temperature), loss = number_at(results, "loss_mean", temperature);
  const double examples = ensemble.datasets.front().examples;
  const double by_losses = loss * std::sqrt(2 / examples);
  const double slope = ensemble.network.loss() == Loss::mse ? std::sqrt(2 * loss / examples) : by_losses;
  const double by_outputs = output_size(ensemble) * slope;
  const double force2 = number_at(results, "gradient_norm2", temperature);
  const double norm2 = number_at(results, "weight_norm2", temperature);
  const double by_weights2 = force2 * norm2 / static_cast<double>(ensemble.network.weights());
  const double variance = by_losses * by_losses + by_outputs * by_outputs + std::fmax(by_weights2, 0);
  return 2 * unit * unit * variance / (t * t);
}

std::vector<bool> rounded_away(const Digest& digest, const Results& results) {
  std::vector<bool> some;
  for (std::size_t t = 0; t < digest.temperatures(); ++t)
    some.push_back(rounding_dimension(digest, results, t) > noticeable * number_at(results, "d_var", t));
  return some;
}

}  // namespace replicas
