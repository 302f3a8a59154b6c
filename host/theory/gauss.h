#pragma once

#include <cmath>
#include <numbers>

namespace replicas::theory {

/// ln G(x), G(x) = exp(-x^2/2) / sqrt(2 pi).
inline double log_density(double x) { return -0.5 * x * x - 0.5 * std::log(2 * std::numbers::pi); }
inline double density(double x) { return std::exp(log_density(x)); }

/// H(x), the probability that a standard normal number is larger than x.
inline double tail(double x) { return 0.5 * std::erfc(x / std::numbers::sqrt2); }

/// Beyond this erfc runs into numbers that double cannot hold.
inline constexpr double far_tail = 25;

/// G(x)/H(x), by its continued fraction x + 1/(x + 2/(x + ...)) in the far tail.
inline double hazard(double x) {
  if (x < far_tail) return density(x) / tail(x);
  double fraction = x;
  for (int term = 12; term > 0; --term) fraction = x + term / fraction;
  return fraction;
}

/// ln H(x), also where H(x) is 0 in double.
inline double log_tail(double x) {
  if (x < far_tail) return std::log(tail(x));
  return log_density(x) - std::log(hazard(x));
}

/// ln(2 cosh x) without overflow.
inline double log_2cosh(double x) { return std::fabs(x) + std::log1p(std::exp(-2 * std::fabs(x))); }

/// -d ln d - (1-d) ln(1-d), in nats: the entropy of a Hamming sphere of relative radius d.
inline double binary_entropy(double d) { return d <= 0 || d >= 1 ? 0 : -d * std::log(d) - (1 - d) * std::log1p(-d); }

}  // namespace replicas::theory
