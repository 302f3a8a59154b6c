#pragma once

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>

// One text compiled per instruction set. Everything is in an unnamed namespace: what one set is compiled to must never
// serve another.
namespace {

template <int Bytes>
struct Register;
template <>
struct Register<16> {
  using Floats = float __attribute__((vector_size(16)));
  using Ints = std::int32_t __attribute__((vector_size(16)));
};
template <>
struct Register<32> {
  using Floats = float __attribute__((vector_size(32)));
  using Ints = std::int32_t __attribute__((vector_size(32)));
};
template <>
struct Register<64> {
  using Floats = float __attribute__((vector_size(64)));
  using Ints = std::int32_t __attribute__((vector_size(64)));
};

/// `Bytes` is the width of a register. The sums run over 64 lanes whatever it is, so that their bits do not depend on
/// it.
template <int Bytes>
struct Loops {
  using Floats = typename Register<Bytes>::Floats;
  using Ints = typename Register<Bytes>::Ints;
  static constexpr int lanes = Bytes / 4;

  /// The bit of each lane of part `i` in a half word of 32 bits.
  static Ints lane_bits(int i) {
    Ints bits{};
    for (int l = 0; l < lanes; ++l) bits[l] = static_cast<std::int32_t>(1u << (i * lanes + l));
    return bits;
  }

  static void sums_of_set(const std::uint64_t* bits, std::size_t rows, std::size_t words, const float* values,
                          float* sums) {
    constexpr int per_half = 32 / lanes;
    Ints lane[per_half];
    for (int i = 0; i < per_half; ++i) lane[i] = lane_bits(i);
    for (std::size_t r = 0; r < rows; ++r) {
      Floats part[2 * per_half] = {};
      for (std::size_t w = 0; w < words; ++w) {
        const std::uint64_t word = bits[r * words + w];
#pragma GCC unroll 2
        for (int half = 0; half < 2; ++half) {
          const Ints all = Ints{} + static_cast<std::int32_t>(static_cast<std::uint32_t>(word >> (32 * half)));
#pragma GCC unroll 8
          for (int i = 0; i < per_half; ++i) {
            const int at = half * per_half + i;
            Floats loaded;
            __builtin_memcpy(&loaded, values + 64 * w + static_cast<std::size_t>(at * lanes), sizeof loaded);
            part[at] += (Floats)((Ints)loaded & ((all & lane[i]) == lane[i]));
          }
        }
      }
      std::array<float, 64> sum;
      __builtin_memcpy(sum.data(), part, sizeof part);
      for (std::size_t half = 32; half > 0; half /= 2)
        for (std::size_t i = 0; i < half; ++i) sum[i] += sum[i + half];
      sums[r] = sum[0];
    }
  }
};

int differing(const std::uint64_t* a, const std::uint64_t* b, std::size_t words) {
  int count = 0;
  for (std::size_t w = 0; w < words; ++w) count += std::popcount(a[w] ^ b[w]);
  return count;
}

}  // namespace
