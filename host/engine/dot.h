#pragma once

#include <array>
#include <cstddef>

namespace replicas {

/// sum over i of a_i b_i, in double: eight sums of every eighth product, then the sum of the eight. One sum in order
/// would wait for each addition before the next.
template <class A, class B>
double dot(const A& a, const B& b) {
  const auto* const x = a.data();  // the checks of operator[] keep a compiler from using vectors
  const auto* const y = b.data();
  const std::size_t size = a.size(), whole = size / 8 * 8;
  std::array<double, 8> parts{};
  for (std::size_t i = 0; i < whole; i += 8)
    for (std::size_t k = 0; k < 8; ++k) parts[k] += static_cast<double>(x[i + k]) * static_cast<double>(y[i + k]);
  for (std::size_t i = whole; i < size; ++i) parts[i - whole] += static_cast<double>(x[i]) * static_cast<double>(y[i]);
  return ((parts[0] + parts[1]) + (parts[2] + parts[3])) + ((parts[4] + parts[5]) + (parts[6] + parts[7]));
}

}  // namespace replicas
