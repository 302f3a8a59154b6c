#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "engine/engine.h"
#include "physics/noise.h"
#include "system/ensemble.h"
#include "system/network/network_system.h"

namespace replicas {

using MakeEngine = std::function<std::unique_ptr<Engine>(const Ensemble&)>;

/// An engine that is to be judged: how to make it, and how large a sample to take from it (1: the sizes written in the
/// checks). A smaller sample widens every standard error, so a correct engine passes at any effort.
struct UnderTest {
  MakeEngine make;
  double effort = 1;
  /// The same with other threads or instructions, by what differs: their bits must be equal.
  std::vector<std::pair<std::string, MakeEngine>> variants = {};

  int scaled(int count) const { return std::max(8, static_cast<int>(std::lround(effort * count))); }
};

/// Standard normal numbers for starts and test data, apart from every stream that an engine draws.
inline std::vector<float> normal_numbers(std::size_t count, std::uint64_t seed) {
  std::vector<float> numbers(count);
  for (std::size_t i = 0; i < count; ++i) numbers[i] = noise(seed, Purpose::bootstrap, 0, (count + 3) / 4, 0, i);
  return numbers;
}

/// An ensemble of the paper's rule on one data set; the caller sets what the check is about.
inline Ensemble ensemble_of(const Network& network, const Dataset& dataset) {
  return {network_system(network, {dataset}),
          {1.0},
          16,
          {Update::em, {0.1}},
          {Confinement::Kind::none, 0.0},
          {},
          1,
          Purpose::langevin,
          10};
}

}  // namespace replicas
