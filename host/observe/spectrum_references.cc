#include "observe/spectrum_references.h"

#include <cmath>
#include <numbers>

namespace replicas {

std::vector<double> random_walk_spectrum(std::size_t steps) {
  std::vector<double> spectrum;
  double sum = 0;
  for (std::size_t k = 1; k < steps; ++k) {
    const double angle = std::numbers::pi * static_cast<double>(k) / (2 * static_cast<double>(steps));
    spectrum.push_back(1 / std::pow(std::sin(angle), 2));
    sum += spectrum.back();
  }
  for (double& value : spectrum) value /= sum;
  return spectrum;
}

MarchenkoPastur marchenko_pastur(double weights, double points) {
  const double root = std::sqrt(weights / points);
  return {std::pow(1 - root, 2), std::pow(1 + root, 2), 1 + (weights + 1) / points};
}

}  // namespace replicas
