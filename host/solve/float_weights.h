#pragma once

#include <vector>

#include "solve/instance.h"
#include "solve/random_stream.h"

namespace replicas::solve {

/// Numbers H behind the signs J of all weights of a network: [K][64 ceil(n/64)], padding 0.
class FloatWeights {
 public:
  FloatWeights() = default;
  /// H = +-1 at random.
  FloatWeights(const Machine& machine, RandomStream& random)
      : signs_(machine.units, machine.inputs), hidden_(static_cast<std::size_t>(machine.units) * signs_.words() * 64) {
    for (int k = 0; k < machine.units; ++k)
      for (int i = 0; i < machine.inputs; ++i) unit(k)[i] = random.word() % 2 != 0 ? 1.0f : -1.0f;
    for (int k = 0; k < machine.units; ++k) take_signs(k);
  }

  const BitRows& signs() const { return signs_; }
  float* unit(int k) { return hidden_.data() + static_cast<std::size_t>(k) * signs_.words() * 64; }

  /// H_k += amount xi; the signs are left.
  void add(int k, const std::uint64_t* input, float amount) {
    float* const h = unit(k);
    const float step[2] = {-amount, amount};
    for (std::size_t w = 0; w < signs_.words(); ++w) {
      const int most = w + 1 < signs_.words() ? 64 : signs_.columns() - static_cast<int>(64 * w);
      for (int i = 0; i < most; ++i) h[64 * w + static_cast<std::size_t>(i)] += step[input[w] >> i & 1];
    }
  }
  /// J_k = sign(H_k), 0 counting as -1.
  void take_signs(int k) {
    const float* const h = unit(k);
    for (std::size_t w = 0; w < signs_.words(); ++w) {
      std::uint64_t word = 0;
      for (std::size_t i = 0; i < 64; ++i) word |= std::uint64_t{h[64 * w + i] > 0} << i;
      signs_.row(k)[w] = word;
    }
  }

  template <class Archive>
  void visit(Archive& archive) {
    archive(signs_, hidden_);
  }

 private:
  BitRows signs_;
  std::vector<float> hidden_;
};

}  // namespace replicas::solve
