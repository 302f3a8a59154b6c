#include "system/particles/gauss_transform.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>

namespace replicas {

namespace {

constexpr std::size_t terms = 24;        // (1/2)^24 / sqrt(24!) = 8e-20; the second derivative costs a factor of 50
constexpr double reach = 9;              // deviations
constexpr std::size_t fast_above = 400;  // sources, from which on the series are faster

/// exp(-t^2) H_k(t), k < terms + 2.
std::array<double, terms + 2> hermite_functions(double t) {
  std::array<double, terms + 2> h{};
  h[0] = std::exp(-t * t);
  h[1] = 2 * t * h[0];
  for (std::size_t k = 1; k + 1 < h.size(); ++k) h[k + 1] = 2 * t * h[k] - 2 * static_cast<double>(k) * h[k - 1];
  return h;
}

}  // namespace

GaussSums direct_gauss_sums(std::span<const double> at, std::span<const double> sources,
                            std::span<const double> charges, double variance) {
  const std::size_t n = at.size();
  GaussSums sums{std::vector<double>(n), std::vector<double>(n), std::vector<double>(n)};
  const double height = 1 / std::sqrt(2 * std::numbers::pi * variance);
  for (std::size_t i = 0; i < n; ++i) {
    double value = 0, slope = 0, bend = 0;
    for (std::size_t j = 0; j < sources.size(); ++j) {
      const double x = at[i] - sources[j], own = charges[j] * std::exp(-x * x / (2 * variance));
      value += own;
      slope -= own * x;
      bend += own * (x * x / variance - 1);
    }
    sums.value[i] = height * value;
    sums.slope[i] = height * slope / variance;
    sums.bend[i] = height * bend / variance;
  }
  return sums;
}

GaussSums fast_gauss_sums(std::span<const double> at, std::span<const double> sources, std::span<const double> charges,
                          double variance) {
  const std::size_t n = at.size();
  GaussSums sums{std::vector<double>(n), std::vector<double>(n), std::vector<double>(n)};
  if (sources.empty()) return sums;
  const double deviation = std::sqrt(variance), unit = std::sqrt(2 * variance);
  const auto [low, high] = std::ranges::minmax(sources);
  // Boxes that are not there cost a look each, so sources that lie far apart are summed directly.
  const double span = (high - low) / deviation;
  if (!(span < 1e6)) return direct_gauss_sums(at, sources, charges, variance);
  const std::size_t boxes = static_cast<std::size_t>(span) + 1;
  const auto centre = [&](std::size_t box) { return low + (static_cast<double>(box) + 0.5) * deviation; };
  std::vector<std::array<double, terms>> series(boxes);
  for (std::size_t j = 0; j < sources.size(); ++j) {
    const std::size_t box = std::min(boxes - 1, static_cast<std::size_t>((sources[j] - low) / deviation));
    const double u = (sources[j] - centre(box)) / unit;
    double term = charges[j];
    for (std::size_t k = 0; k < terms; ++k) {
      series[box][k] += term;
      term *= u / static_cast<double>(k + 1);
    }
  }
  const double height = 1 / std::sqrt(2 * std::numbers::pi * variance);
  for (std::size_t i = 0; i < n; ++i) {
    const double place = (at[i] - low) / deviation - 0.5;
    if (!(std::fabs(place) < 2e6)) continue;  // beyond the reach of every box
    const auto first = static_cast<std::ptrdiff_t>(std::ceil(place - reach));
    const auto last = static_cast<std::ptrdiff_t>(std::floor(place + reach));
    double value = 0, slope = 0, bend = 0;
    for (std::ptrdiff_t box = std::max<std::ptrdiff_t>(0, first);
         box <= std::min(static_cast<std::ptrdiff_t>(boxes) - 1, last); ++box) {
      const auto own = static_cast<std::size_t>(box);
      const std::array<double, terms + 2> h = hermite_functions((at[i] - centre(own)) / unit);
      for (std::size_t k = 0; k < terms; ++k) {
        value += series[own][k] * h[k];
        slope -= series[own][k] * h[k + 1];
        bend += series[own][k] * h[k + 2];
      }
    }
    sums.value[i] = height * value;
    sums.slope[i] = height * slope / unit;
    sums.bend[i] = height * bend / (unit * unit);
  }
  return sums;
}

GaussSums gauss_sums(std::span<const double> at, std::span<const double> sources, std::span<const double> charges,
                     double variance) {
  return sources.size() > fast_above ? fast_gauss_sums(at, sources, charges, variance)
                                     : direct_gauss_sums(at, sources, charges, variance);
}

}  // namespace replicas
