#pragma once

#include <cstddef>
#include <cstdint>

#include "engine/cpu/pack.h"
#include "engine/cpu/pack_array.h"
#include "physics/noise.h"

namespace replicas::cpu {

/// The noise of one replica in groups of `width` blocks (4 x width normals): the bits of noise() in physics/noise.h.
/// Words first, for several groups, then normals from them in place: both are long chains of dependent instructions,
/// and a loop over one of them alone lets the processor overlap several groups. The state of Philox lives in 64-bit
/// lanes whose upper halves are ignored; its first two rounds see mostly constants.
template <class InstructionSet>
struct NoiseStream {
  using Wide = typename InstructionSet::Wide;
  using Unsigned = typename InstructionSet::Unsigned;
  using Number = Pack<InstructionSet>;
  static constexpr int width = InstructionSet::width;
  static constexpr std::ptrdiff_t group = 4 * width;    ///< normals of one group
  static constexpr int together = width == 16 ? 2 : 1;  ///< groups computed side by side, as registers allow
  static constexpr std::uint64_t multiplier0 = 0xD2511F53u, multiplier1 = 0xCD9E8D57u;

  std::uint64_t seed;
  Purpose purpose;
  std::uint64_t replica;
  std::uint64_t blocks;
  Wide key0[10], key1[10];  // the round keys, one in every lane: a memory operand each

  HOST_DEVICE NoiseStream(std::uint64_t seed_, Purpose purpose_, std::uint64_t replica_, std::uint64_t blocks_)
      : seed(seed_), purpose(purpose_), replica(replica_), blocks(blocks_) {
    std::uint32_t k0 = static_cast<std::uint32_t>(seed), k1 = static_cast<std::uint32_t>(seed >> 32);
    for (int round = 0; round < 10; ++round) {
      key0[round] = all(k0);
      key1[round] = all(k1);
      k0 += 0x9E3779B9u;
      k1 += 0xBB67AE85u;
    }
  }

  HOST_DEVICE static Wide all(std::uint64_t value) { return value - Wide{}; }

  /// Where block b of a group goes among the lanes: lane b, or the order that transpose_blocks turns into memory order.
  HOST_DEVICE static constexpr int block_of_lane(bool memory_order, int lane) {
    return memory_order ? lane % 4 * (width / 4) + lane / 4 : lane;
  }

  /// Words of `groups` groups of blocks first_block + b * spacing, b = 0, 1, ...: out[group][word][lane]. In memory
  /// order spacing must be 1.
  template <bool memory_order>
  [[gnu::noinline]] void words(std::uint64_t step, std::uint64_t first_block, std::uint64_t spacing,
                               std::ptrdiff_t groups, float* out) const {
    Wide offset[2] = {};
#pragma GCC unroll 2
    for (int half = 0; half < 2; ++half)
#pragma GCC unroll 16
      for (int i = 0; i < width / 2; ++i)  // 64-bit lane i of this half ends in this lane of the packed words
        offset[half][i] =
            static_cast<std::uint64_t>(block_of_lane(memory_order, i / 2 * 4 + half * 2 + i % 2)) * spacing;
    const std::uint64_t high = (static_cast<std::uint64_t>(purpose) << 56) | replica;
    const std::uint64_t product1 = multiplier1 * (high & 0xFFFFFFFFu);  // of round 1
    const Wide m0 = all(multiplier0), m1 = all(multiplier1);
    const Wide second2 = all((high >> 32) ^ key1[0][0]), second0 = all((product1 & 0xFFFFFFFFu) ^ key0[1][0]);
    const auto compute = [&]<int count>(std::ptrdiff_t g) __attribute__((always_inline)) {
      const std::uint64_t base = step * blocks + first_block + static_cast<std::uint64_t>(g * width) * spacing;
      if ((base & 0xFFFFFFFFu) + (count * width - 1) * spacing > 0xFFFFFFFFu) {
        for (int i = 0; i < count; ++i)
          one_by_one(memory_order, base + static_cast<std::uint64_t>(i * width) * spacing, spacing,
                     reinterpret_cast<std::uint32_t*>(out + (g + i) * group));
        return;
      }
      const std::uint64_t first0 = (product1 >> 32) ^ (base >> 32) ^ key0[0][0];  // word 0 after round 1
      const std::uint64_t product0 = multiplier0 * (first0 & 0xFFFFFFFFu);        // of round 2
      Wide a[2 * count], b[2 * count], c[2 * count], d[2 * count];
#pragma GCC unroll 4
      for (int i = 0; i < 2 * count; ++i) {
        const Wide counter = offset[i % 2] + all(base + static_cast<std::uint64_t>(i / 2 * width) * spacing);
        const Wide p = InstructionSet::multiply_low(counter, m0);
        const Wide q = InstructionSet::multiply_low(InstructionSet::high_halves(p) ^ second2, m1);
        a[i] = InstructionSet::high_halves(q) ^ second0;
        b[i] = q;
        c[i] = p ^ all((product0 >> 32) ^ key1[1][0]);
        d[i] = all(product0);
      }
#pragma GCC unroll 8
      for (int round = 2; round < 10; ++round)
#pragma GCC unroll 4
        for (int i = 0; i < 2 * count; ++i) {
          const Wide p = InstructionSet::multiply_low(a[i], m0), q = InstructionSet::multiply_low(c[i], m1);
          a[i] = InstructionSet::exclusive_or(InstructionSet::high_halves(q), b[i], key0[round]);
          b[i] = q;
          c[i] = InstructionSet::exclusive_or(InstructionSet::high_halves(p), d[i], key1[round]);
          d[i] = p;
        }
#pragma GCC unroll 2
      for (int i = 0; i < count; ++i) {
        Unsigned* const word = reinterpret_cast<Unsigned*>(out + (g + i) * group);
        word[0] = InstructionSet::low_halves(a[2 * i], a[2 * i + 1]);
        word[1] = InstructionSet::low_halves(b[2 * i], b[2 * i + 1]);
        word[2] = InstructionSet::low_halves(c[2 * i], c[2 * i + 1]);
        word[3] = InstructionSet::low_halves(d[2 * i], d[2 * i + 1]);
      }
    };
    std::ptrdiff_t g = 0;
    for (; g + together <= groups; g += together) compute.template operator()<together>(g);
    for (; g < groups; ++g) compute.template operator()<1>(g);
  }

  /// The rare group that crosses a multiple of 2^32.
  [[gnu::noinline]] void one_by_one(bool memory_order, std::uint64_t base, std::uint64_t spacing,
                                    std::uint32_t* out) const {
    for (int lane = 0; lane < width; ++lane) {
      const std::uint64_t block = base + static_cast<std::uint64_t>(block_of_lane(memory_order, lane)) * spacing;
      const Words words = noise_words(seed, purpose, replica, 0, 0, block);
      for (int i = 0; i < 4; ++i) out[i * width + lane] = words[static_cast<std::size_t>(i)];
    }
  }

  /// Replaces words by normals: out[group][i][lane] is number i of the block in that lane, or, in memory order, the
  /// normals of consecutive noise indices. With `two` (lm) what is stored is xi_n + xi_(n+1), where `carried` holds
  /// xi_n and receives xi_(n+1).
  template <bool memory_order, bool two>
  [[gnu::noinline]] static void normals(std::ptrdiff_t groups, float* out, float* carried) {
    std::ptrdiff_t g = 0;
    for (; g + together <= groups; g += together)
      some_normals<memory_order, two, together>(out + g * group, carried + g * group);
    for (; g < groups; ++g) some_normals<memory_order, two, 1>(out + g * group, carried + g * group);
  }

  template <bool memory_order, bool two, int count>
  HOST_DEVICE static void some_normals(float* out, float* carried) {
    using Both = PackArray<Number, 2 * count>;  // word pairs (0, 1) and (2, 3) of each group
    using BothWords = typename NumberTraits<Both>::Unsigned;
    BothWords even, odd;
#pragma GCC unroll 8
    for (int i = 0; i < 2 * count; ++i) {
      const Unsigned* const word = reinterpret_cast<const Unsigned*>(out) + 2 * i;
      even.part[i] = PackUnsigned<InstructionSet>(word[0]);
      odd.part[i] = PackUnsigned<InstructionSet>(word[1]);
    }
    const NormalPair<Both> pairs = box_muller<Both>(even, odd);
#pragma GCC unroll 4
    for (int g = 0; g < count; ++g) {
      Number xi[4] = {pairs.cosine.part[2 * g], pairs.sine.part[2 * g], pairs.cosine.part[2 * g + 1],
                      pairs.sine.part[2 * g + 1]};
      if constexpr (memory_order) InstructionSet::transpose_blocks(xi[0].lanes, xi[1].lanes, xi[2].lanes, xi[3].lanes);
#pragma GCC unroll 4
      for (int i = 0; i < 4; ++i) {
        const std::ptrdiff_t place = g * group + i * width;
        if constexpr (two) {
          store(out + place, load<InstructionSet>(carried + place) + xi[i]);
          store(carried + place, xi[i]);
        } else {
          store(out + place, xi[i]);
        }
      }
    }
  }
};

}  // namespace replicas::cpu
