#pragma once

#include <cstddef>
#include <span>

namespace replicas {

/// sum over i of a_i b_i, in double and in order.
template <class Numbers>
double dot(const Numbers& a, std::span<const float> b) {
  double sum = 0;
  for (std::size_t i = 0; i < a.size(); ++i) sum += static_cast<double>(a[i]) * static_cast<double>(b[i]);
  return sum;
}

}  // namespace replicas
