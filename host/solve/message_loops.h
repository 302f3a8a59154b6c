#pragma once

#include <cstring>

#include "solve/kernel_loops.h"

// One text compiled per instruction set, as kernel_loops.h.
namespace {

/// Messages of one unit on one pattern, 16 weights at a time whatever the width of a register.
template <int Bytes>
struct MessageLoops {
  using Floats = typename Register<Bytes>::Floats;
  using Ints = typename Register<Bytes>::Ints;
  static constexpr std::size_t lanes = Bytes / 4, parts = 16 / lanes;

  static Floats load(const float* from) {
    Floats values;
    __builtin_memcpy(&values, from, sizeof values);
    return values;
  }
  static void store(float* to, Floats values) { __builtin_memcpy(to, &values, sizeof values); }

  /// The sign bit where the weight's input is -1: `bits` hold those of 16 weights, `lane` the bits of part 0.
  static Ints minus(std::uint32_t bits, Ints lane, std::size_t part) {
    const Ints all = Ints{} + static_cast<std::int32_t>(~bits >> (part * lanes));
    return ((all & lane) == lane) & static_cast<std::int32_t>(0x80000000u);
  }
  static Floats times(Floats values, Ints minus_bits) { return (Floats)((Ints)values ^ minus_bits); }

  static Floats clamped(Floats x, float most) {
    const Floats high = Floats{} + most, low = Floats{} - most;
    Ints over = x > high, under = x < low;
    return (Floats)(((Ints)high & over) | ((Ints)low & under) | ((Ints)x & ~(over | under)));
  }

  /// 1 - 2/(exp(2x) + 1), to 2e-7: exp by 2^n and six terms of its series.
  static Floats tanh_of(Floats x) {
    constexpr float round = 12582912.0f;  // 1.5 2^23: adding it leaves an integer in the low bits
    const Floats y = clamped(x + x, 25.0f), shifted = y * 1.44269504f + round, n = shifted - round;
    const Floats r = (y - n * 0.693359375f) + n * 2.12194440e-4f;
    Floats e = r * (1.0f / 720) + (1.0f / 120);
    e = e * r + (1.0f / 24);
    e = e * r + (1.0f / 6);
    e = e * r + 0.5f;
    e = e * r + 1.0f;
    e = e * r + 1.0f;
    e = (Floats)((Ints)e + ((Ints)shifted << 23));
    return 1.0f - 2.0f / (e + 1.0f);
  }

  static Ints lane_bits() {
    Ints bits{};
    for (std::size_t l = 0; l < lanes; ++l) bits[l] = static_cast<std::int32_t>(1u << l);
    return bits;
  }

  static std::uint32_t bits_at(const std::uint64_t* pattern, std::size_t i) {
    return static_cast<std::uint32_t>(pattern[i / 64] >> (i % 64)) & 0xffffu;
  }

  static void cavities(const std::uint64_t* pattern, std::size_t count, const float* field, const float* message,
                       float* cavity, float* sums) {
    const Ints lane = lane_bits();
    Floats sum[parts] = {}, squares[parts] = {};
    for (std::size_t i = 0; i < count; i += 16) {
      const std::uint32_t bits = bits_at(pattern, i);
#pragma GCC unroll 4
      for (std::size_t part = 0; part < parts; ++part) {
        const std::size_t at = i + part * lanes;
        const Floats t = tanh_of(times(load(field + at), minus(bits, lane, part)) - load(message + at));
        store(cavity + at, t);
        sum[part] += t;
        squares[part] += t * t;
      }
    }
    sums[0] = folded(sum);
    sums[1] = folded(squares);
  }

  static float folded(const Floats* sum) {
    std::array<float, 16> all;
    __builtin_memcpy(all.data(), sum, sizeof all);
    for (std::size_t half = 8; half > 0; half /= 2)
      for (std::size_t i = 0; i < half; ++i) all[i] += all[i + half];
    return all[0];
  }

  template <int Terms>
  static void answer_with(const std::uint64_t* pattern, std::size_t count, std::size_t real, const float* cavity,
                          const float* terms, float keep, float* message, float* field, float* fresh) {
    const Ints lane = lane_bits();
    for (std::size_t i = 0; i < count; i += 16) {
      const std::uint32_t bits = bits_at(pattern, i);
      const std::uint32_t there = real - i >= 16 ? 0xffffu : (1u << (real - i)) - 1;
#pragma GCC unroll 4
      for (std::size_t part = 0; part < parts; ++part) {
        const std::size_t at = i + part * lanes;
        const Floats t = load(cavity + at), old = load(message + at);
        Floats value = Floats{} + terms[Terms - 1];
        for (int d = Terms - 2; d >= 0; --d) value = value * t + terms[d];
        value = value + old * keep;
        if (there != 0xffffu) {  // padding stays 0
          const Ints all = Ints{} + static_cast<std::int32_t>(there >> (part * lanes));
          value = (Floats)((Ints)value & ((all & lane) == lane));
        }
        const Ints sign = minus(bits, lane, part);
        store(message + at, value);
        store(field + at, load(field + at) + times(value - old, sign));
        store(fresh + at, load(fresh + at) + times(value, sign));
      }
    }
  }

  static void answer(const std::uint64_t* pattern, std::size_t count, std::size_t real, const float* cavity,
                     const float* terms, int count_of_terms, float keep, float* message, float* field, float* fresh) {
    if (count_of_terms <= 4)
      answer_with<4>(pattern, count, real, cavity, terms, keep, message, field, fresh);
    else
      answer_with<8>(pattern, count, real, cavity, terms, keep, message, field, fresh);
  }
};

}  // namespace
