#pragma once

#include <cmath>
#include <numbers>

namespace replicas::solve {

/// G(z)/H(z), the hazard of a standard normal number; z + 1/z beyond what erfc can hold.
inline double hazard(double z) {
  if (z > 25) return z + 1 / (z + 2 / (z + 3 / z));
  constexpr double scale = std::numbers::sqrt2 * std::numbers::inv_sqrtpi;
  return scale * std::exp(-0.5 * z * z) / std::erfc(z / std::numbers::sqrt2);
}

/// ln H(z).
inline double log_tail(double z) {
  if (z > 25) return -0.5 * z * z - 0.5 * std::log(2 * std::numbers::pi) - std::log(hazard(z));
  return std::log(0.5 * std::erfc(z / std::numbers::sqrt2));
}

inline double log_2cosh(double x) { return std::fabs(x) + std::log1p(std::exp(-2 * std::fabs(x))); }

}  // namespace replicas::solve
