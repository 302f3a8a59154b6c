#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "solve/bit_rows.h"

namespace replicas::solve {

/// Odd integers behind the signs of a row of weights, moved eight at a time: the bits of a byte become eight steps of
/// +-2 by a table, and the signs of eight integers become a byte of weights.
class HiddenWeights {
 public:
  /// Begins at h_i = w_i.
  explicit HiddenWeights(const BitRows& weights) : weights_(weights), hidden_(64 * weights.words()) {
    for (std::size_t i = 0; i < hidden_.size(); ++i)
      hidden_[i] = (weights.row(0)[i / 64] >> (i % 64) & 1) != 0 ? 1 : -1;
  }

  const BitRows& weights() const { return weights_; }

  template <class Archive>
  void visit(Archive& archive) {
    archive(weights_, hidden_);
  }

  /// h_i += 2 xi_i.
  void add(const std::uint64_t* pattern) {
    for (std::size_t w = 0; w < weights_.words(); ++w) {
      std::uint64_t signs = 0;
      for (std::size_t byte = 0; byte < 8; ++byte) {
        const auto& steps = table()[pattern[w] >> (8 * byte) & 255];
        std::int32_t* h = hidden_.data() + 64 * w + 8 * byte;
        for (std::size_t i = 0; i < 8; ++i) h[i] += steps[i];
        std::uint64_t negative = 0;
        for (std::size_t i = 0; i < 8; ++i) negative |= std::uint64_t{static_cast<std::uint32_t>(h[i]) >> 31} << i;
        signs |= negative << (8 * byte);
      }
      weights_.row(0)[w] = ~signs;
    }
    weights_.row(0)[weights_.words() - 1] &= weights_.last_word();
  }

  /// h_i += 2 xi_i where h_i has the sign of xi_i: away from 0, so that no weight changes.
  void strengthen(const std::uint64_t* pattern) {
    for (std::size_t w = 0; w < weights_.words(); ++w) {
      const std::uint64_t agree = ~(pattern[w] ^ weights_.row(0)[w]);
      for (std::size_t byte = 0; byte < 8; ++byte) {
        const auto& steps = table()[pattern[w] >> (8 * byte) & 255];
        const auto& chosen = table()[agree >> (8 * byte) & 255];  // 2 where they agree, else -2
        std::int32_t* h = hidden_.data() + 64 * w + 8 * byte;
        for (std::size_t i = 0; i < 8; ++i) h[i] += chosen[i] > 0 ? steps[i] : 0;
      }
    }
  }

 private:
  using Steps = std::array<std::int32_t, 8>;
  static const std::array<Steps, 256>& table() {
    static const std::array<Steps, 256> steps = [] {
      std::array<Steps, 256> all{};
      for (unsigned byte = 0; byte < 256; ++byte)
        for (unsigned i = 0; i < 8; ++i) all[byte][i] = (byte >> i & 1) != 0 ? 2 : -2;
      return all;
    }();
    return steps;
  }

  BitRows weights_;
  std::vector<std::int32_t> hidden_;
};

}  // namespace replicas::solve
