#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <vector>

namespace replicas::gpu {

/// Largest difference of two entries over the largest entry of `b`; NaN where an entry is.
template <class Number>
double relative_difference(const std::vector<Number>& a, const std::vector<Number>& b) {
  double most = 0, largest = 0;
  for (std::size_t i = 0; i < a.size(); ++i) {
    const double distance = std::fabs(static_cast<double>(a[i]) - static_cast<double>(b[i]));
    if (std::isnan(distance)) return distance;
    most = std::max(most, distance);
    largest = std::max(largest, std::fabs(static_cast<double>(b[i])));
  }
  return most / largest;
}

}  // namespace replicas::gpu
