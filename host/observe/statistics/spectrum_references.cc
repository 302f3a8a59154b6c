#include "observe/statistics/spectrum_references.h"

#include <algorithm>
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

std::vector<double> marchenko_pastur_spectrum(std::size_t weights, std::size_t points) {
  const MarchenkoPastur law = marchenko_pastur(static_cast<double>(weights), static_cast<double>(points));
  const double middle = (law.highest + law.lowest) / 2, half = (law.highest - law.lowest) / 2;
  // With x = middle + half cos(a) the density times dx is sin^2(a) / x da: smooth, also where the lower edge is 0.
  constexpr std::size_t grid = 20000;
  std::vector<double> place(grid), below(grid);
  double sum = 0;
  for (std::size_t i = 0; i < grid; ++i) {
    const double angle = std::numbers::pi * (static_cast<double>(i) + 0.5) / grid;
    place[i] = middle + half * std::cos(angle);
    const double mass = std::pow(std::sin(angle), 2) / place[i];
    below[i] = sum + mass / 2;
    sum += mass;
  }
  std::vector<double> spectrum;
  const std::size_t count = std::min(weights, points);
  for (std::size_t k = 0, i = 0; k < count; ++k) {
    const double wanted = sum * (static_cast<double>(k) + 0.5) / static_cast<double>(count);
    while (i + 1 < grid && below[i] < wanted) ++i;
    spectrum.push_back(place[i]);
  }
  return spectrum;
}

}  // namespace replicas
