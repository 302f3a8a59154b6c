#include "observe/rounding.h"

#include <algorithm>
#include <cmath>

#include "observe/judgement.h"

namespace replicas {

namespace {

constexpr double unit = 0x1p-24;    // relative rounding of a float
constexpr double noticeable = 0.1;  // share of d_var

}  // namespace

double rounding_dimension(const Digest& digest, const Results& results, std::size_t temperature) {
  const Ensemble& ensemble = digest.ensemble();
  const double t = digest.temperature(temperature), loss = number_at(results, "loss_mean", temperature);
  const std::optional<double> rounding = ensemble.system->output_rounding(loss);
  if (!rounding) return ReplicaDigest::absent;
  const double by_outputs = *rounding, by_losses = loss * std::sqrt(2 / static_cast<double>(ensemble.examples()));
  const double force2 = number_at(results, "gradient_norm2", temperature);
  const double norm2 = number_at(results, "weight_norm2", temperature);
  const double by_weights2 = force2 * norm2 / static_cast<double>(ensemble.weights());
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
