#pragma once

#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

#include "physics/noise.h"

namespace replicas::solve {

/// The standard error of `statistic(chosen)` under drawing `count` independent items with replacement: the standard
/// deviation over 400 draws, which it has to 4 %. NaN with fewer than two items. `statistic` gets numbers of items.
template <class Statistic>
double bootstrap_error(std::size_t count, std::uint64_t seed, const Statistic& statistic) {
  constexpr int draws = 400;
  if (count < 2) return std::numeric_limits<double>::quiet_NaN();
  double sum = 0, squares = 0;
  int known = 0;
  std::vector<std::size_t> chosen(count);
  const std::uint64_t blocks = (count + 3) / 4;
  for (int draw = 0; draw < draws; ++draw) {
    for (std::size_t i = 0; i < count; ++i) {
      const Words words = noise_words(seed, Purpose::bootstrap, 0, blocks, static_cast<std::uint64_t>(draw), i / 4);
      chosen[i] = static_cast<std::size_t>((std::uint64_t{words[i % 4]} * count) >> 32);
    }
    const double value = statistic(chosen);
    if (!std::isfinite(value)) continue;
    ++known;
    sum += value;
    squares += value * value;
  }
  if (known < 2) return std::numeric_limits<double>::quiet_NaN();
  const double mean = sum / known;
  return std::sqrt(std::max(0.0, squares / known - mean * mean));
}

inline double median(std::vector<double> values) {
  if (values.empty()) return std::numeric_limits<double>::quiet_NaN();
  std::ranges::sort(values);
  const std::size_t middle = values.size() / 2;
  return values.size() % 2 != 0 ? values[middle] : (values[middle - 1] + values[middle]) / 2;
}

}  // namespace replicas::solve
