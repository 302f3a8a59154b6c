#include "solve/unit_answer.h"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "solve/gauss_tail.h"

namespace replicas::solve {

namespace {

/// A field that is all but certain is given this variance, so that no logarithm is of 0.
constexpr double least_variance = 0.25;
constexpr double largest_message = 15;

/// ln[a Phi(z) + b Phi(-z)].
double log_right(double z, double a, double b) {
  if (z < 0) return log_right(-z, b, a);
  const double tail = 0.5 * std::erfc(z * (1 / std::numbers::sqrt2));
  const double sum = a * (1 - tail) + b * tail;
  return sum > 1e-290 ? std::log(sum) : std::log(std::max(b, 1e-300)) + log_tail(z);
}

/// The Chebyshev points of [-1, 1] and the matrix from values there to the terms of the polynomial through them.
template <int Count>
struct Interpolation {
  std::array<double, Count> points{};
  std::array<std::array<double, Count>, Count> terms{};

  Interpolation() {
    for (int j = 0; j < Count; ++j) points[j] = std::cos((j + 0.5) * std::numbers::pi / Count);
    // T_0..T_{Count-1} in powers of t, by their recursion; c_k = (2 - [k = 0])/Count sum_j value_j T_k(t_j).
    std::array<std::array<double, Count>, Count> chebyshev{};
    chebyshev[0][0] = 1;
    chebyshev[1][1] = 1;
    for (int k = 2; k < Count; ++k)
      for (int d = 0; d < Count; ++d) chebyshev[k][d] = (d > 0 ? 2 * chebyshev[k - 1][d - 1] : 0) - chebyshev[k - 2][d];
    for (int k = 0; k < Count; ++k)
      for (int j = 0; j < Count; ++j) {
        const double weight = (k == 0 ? 1.0 : 2.0) / Count * std::cos(k * (j + 0.5) * std::numbers::pi / Count);
        for (int d = 0; d < Count; ++d) terms[d][j] += weight * chebyshev[k][d];
      }
  }
};

template <int Count>
UnitAnswer interpolated(const UnitField& field, double if_plus, double if_minus, double scale) {
  static const Interpolation<Count> through;
  std::array<double, Count> values;
  for (int j = 0; j < Count; ++j) values[j] = scale * unit_message(field, if_plus, if_minus, through.points[j]);
  UnitAnswer answer{{}, Count};
  for (int d = 0; d < Count; ++d) {
    double term = 0;
    for (int j = 0; j < Count; ++j) term += through.terms[d][j] * values[j];
    answer.terms[static_cast<std::size_t>(d)] = static_cast<float>(term);
  }
  return answer;
}

}  // namespace

double UnitField::deviations() const { return mean / std::sqrt(std::max(least_variance, variance)); }

double unit_message(const UnitField& field, double if_plus, double if_minus, double t) {
  const double deviation = std::sqrt(std::max(least_variance, field.variance - 1 + t * t));
  const double message = 0.5 * (log_right((field.mean - t + 1) / deviation, if_plus, if_minus) -
                                log_right((field.mean - t - 1) / deviation, if_plus, if_minus));
  return std::clamp(message, -largest_message, largest_message);
}

UnitAnswer unit_answer(const UnitField& field, double if_plus, double if_minus, double scale) {
  constexpr double large_variance = 24;
  return field.variance >= large_variance ? interpolated<4>(field, if_plus, if_minus, scale)
                                          : interpolated<8>(field, if_plus, if_minus, scale);
}

}  // namespace replicas::solve
