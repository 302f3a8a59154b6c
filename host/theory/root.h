#pragma once

namespace replicas::theory {

/// Where a function changes its sign between `low` and `high`, by halving, to `precision`.
template <class Function>
double root(double low, double high, double precision, const Function& function) {
  const bool positive = function(low) > 0;
  while (high - low > precision) {
    const double middle = low + (high - low) / 2;
    if (middle <= low || middle >= high) break;
    ((function(middle) > 0) == positive ? low : high) = middle;
  }
  return low + (high - low) / 2;
}

}  // namespace replicas::theory
