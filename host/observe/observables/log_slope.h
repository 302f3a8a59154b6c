#pragma once

#include <algorithm>
#include <cmath>
#include <vector>

#include "observe/observables/digest.h"

namespace replicas {

/// A derivative from a few points, with what the next better formula would change.
struct Slope {
  double value = ReplicaDigest::absent;
  double truncation = ReplicaDigest::absent;  ///< NaN when there is no second formula to compare with
};

/// Derivative at `at` of the polynomial through the points (x, y) (Lagrange).
inline double lagrange_derivative(const std::vector<double>& x, const std::vector<double>& y, double at) {
  double derivative = 0;
  for (std::size_t i = 0; i < x.size(); ++i) {
    double slope = 0;  // of the i-th basis polynomial
    for (std::size_t j = 0; j < x.size(); ++j) {
      if (j == i) continue;
      double product = 1 / (x[i] - x[j]);
      for (std::size_t k = 0; k < x.size(); ++k)
        if (k != i && k != j) product *= (at - x[k]) / (x[i] - x[k]);
      slope += product;
    }
    derivative += slope * y[i];
  }
  return derivative;
}

/// d ln f / d ln T at one rung from the polynomial through ln f of it and its neighbours: five rungs where two lie on
/// either side, else three (those next to it, or at an end of the ladder the first three). `truncation` compares with
/// another number of rungs: three instead of five, four instead of three, two where there are only three. With two
/// rungs all that is known is the chord, and nothing of its truncation.
template <class Function>
Slope log_slope(const Digest& digest, std::size_t temperature, Function function) {
  const std::size_t rungs = digest.temperatures();
  if (rungs < 2) return {};
  const auto of = [&](std::size_t first, std::size_t count) {
    std::vector<double> x, y;
    for (std::size_t rung = first; rung < first + count; ++rung) {
      x.push_back(std::log(digest.temperature(rung)));
      y.push_back(std::log(function(rung)));
    }
    return lagrange_derivative(x, y, std::log(digest.temperature(temperature)));
  };
  // The window of `count` rungs that has this one nearest to its middle.
  const auto around = [&](std::size_t count) {
    const std::size_t half = (count - 1) / 2;
    return of(std::min(temperature - std::min(temperature, half), rungs - count), count);
  };
  if (rungs == 2) return {around(2), ReplicaDigest::absent};
  const bool five = rungs >= 5 && temperature >= 2 && temperature + 2 < rungs;
  const double value = around(five ? 5 : 3), other = around(five ? 3 : rungs > 3 ? 4 : 2);
  return {value, std::fabs(value - other)};
}

}  // namespace replicas
