#pragma once

#include <cmath>
#include <cstdint>
#include <numbers>
#include <utility>
#include <vector>

#include "physics/noise.h"

namespace replicas::solve {

/// The random numbers of one solver on one instance: word n is a function of (seed, instance, n), and n is all its
/// state.
class RandomStream {
 public:
  RandomStream(std::uint64_t seed, std::uint64_t instance) : seed_(seed), instance_(instance) {}

  std::uint32_t word() {
    if (next_ % 4 == 0) words_ = block(next_ / 4);
    return words_[next_++ % 4];
  }
  /// In (0, 1).
  double uniform() { return (word() + 0.5) * 0x1p-32; }
  /// Below `bound`, by the high half of a product (Lemire 2019; its bias of bound / 2^32 is not corrected).
  std::uint32_t below(std::uint32_t bound) { return static_cast<std::uint32_t>((std::uint64_t{word()} * bound) >> 32); }
  double normal() {
    const double radius = std::sqrt(-2 * std::log(uniform()));
    return radius * std::cos(2 * std::numbers::pi * uniform());
  }
  template <class Value>
  void shuffle(std::vector<Value>& values) {
    for (std::size_t i = values.size(); i > 1; --i)
      std::swap(values[i - 1], values[below(static_cast<std::uint32_t>(i))]);
  }

  std::uint64_t position() const { return next_; }
  void go_to(std::uint64_t position) {
    next_ = position;
    if (next_ % 4 != 0) words_ = block(next_ / 4);
  }

 private:
  Words block(std::uint64_t number) const { return noise_words(seed_, Purpose::solver, instance_, 1, 0, number); }

  std::uint64_t seed_, instance_, next_ = 0;
  Words words_{};
};

}  // namespace replicas::solve
