#pragma once

#include <cstdint>

#include "physics/noise.h"

namespace replicas::solve {

/// A purpose of its own beside those of physics/noise.h, whose numbers stay below it.
inline constexpr Purpose solver_purpose{16};

/// The random numbers of one solver on one instance: word n is a function of (seed, instance, n), and n is all its
/// state.
class RandomStream {
 public:
  RandomStream(std::uint64_t seed, std::uint64_t instance) : seed_(seed), instance_(instance) {}

  std::uint32_t word() {
    if (next_ % 4 == 0) words_ = noise_words(seed_, solver_purpose, instance_, 1, 0, next_ / 4);
    return words_[next_++ % 4];
  }
  /// In (0, 1).
  double uniform() { return (word() + 0.5) * 0x1p-32; }
  /// Below `bound`, by the high half of a product (Lemire 2019; its bias of bound / 2^32 is not corrected).
  std::uint32_t below(std::uint32_t bound) { return static_cast<std::uint32_t>((std::uint64_t{word()} * bound) >> 32); }

 private:
  std::uint64_t seed_, instance_, next_ = 0;
  Words words_{};
};

}  // namespace replicas::solve
