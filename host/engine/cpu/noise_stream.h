#pragma once

#include <cstddef>
#include <cstdint>

#include "engine/cpu/pack.h"
#include "physics/noise.h"

namespace replicas::cpu {

/// The noise of one replica at one step, `width` blocks (4 x width normals) at a time: the bits of noise() in
/// physics/noise.h. The state of Philox lives in 64-bit lanes whose upper halves are ignored; the first two rounds see
/// mostly constants, which are computed once per step.
template <class Machine>
struct NoiseStream {
  using Wide = typename Machine::Wide;
  using Number = Pack<Machine>;
  static constexpr std::uint64_t multiplier0 = 0xD2511F53u, multiplier1 = 0xCD9E8D57u;

  std::uint64_t seed;
  Purpose purpose;
  std::uint64_t replica;
  std::uint64_t blocks;
  std::uint64_t key0[10], key1[10];  // the round keys

  HOST_DEVICE NoiseStream(std::uint64_t seed_, Purpose purpose_, std::uint64_t replica_, std::uint64_t blocks_)
      : seed(seed_), purpose(purpose_), replica(replica_), blocks(blocks_) {
    std::uint32_t k0 = static_cast<std::uint32_t>(seed), k1 = static_cast<std::uint32_t>(seed >> 32);
    for (int round = 0; round < 10; ++round) {
      key0[round] = k0;
      key1[round] = k1;
      k0 += 0x9E3779B9u;
      k1 += 0xBB67AE85u;
    }
  }

  HOST_DEVICE static Wide all(std::uint64_t value) { return value - Wide{}; }

  /// The words of the blocks whose low counter halves are base + offset, in the 64-bit lanes of two registers. All of
  /// them share the upper 32 bits of the low counter half.
  HOST_DEVICE void words(std::uint64_t base, Wide offset0, Wide offset1, typename Machine::Unsigned (&word)[4]) const {
    const std::uint64_t high = (static_cast<std::uint64_t>(purpose) << 56) | replica;
    const std::uint64_t counter2 = high & 0xFFFFFFFFu, counter3 = high >> 32;
    const std::uint64_t product1 = multiplier1 * counter2;
    const std::uint64_t first0 = (product1 >> 32) ^ (base >> 32) ^ key0[0];  // word 0 after round 1, below word 1
    const std::uint64_t first1 = product1 & 0xFFFFFFFFu;
    const std::uint64_t product0 = multiplier0 * (first0 & 0xFFFFFFFFu);
    const Wide m0 = all(multiplier0), m1 = all(multiplier1);
    Wide a[2], b[2], c[2], d[2];
#pragma GCC unroll 2
    for (int i = 0; i < 2; ++i) {
      const Wide p = Machine::multiply_low((i == 0 ? offset0 : offset1) + all(base), m0);
      const Wide q = Machine::multiply_low((p >> 32) ^ all(counter3 ^ key1[0]), m1);
      a[i] = (q >> 32) ^ all(first1 ^ key0[1]);
      b[i] = q;
      c[i] = p ^ all((product0 >> 32) ^ key1[1]);
      d[i] = all(product0);
    }
#pragma GCC unroll 8
    for (int round = 2; round < 10; ++round)
#pragma GCC unroll 2
      for (int i = 0; i < 2; ++i) {
        const Wide p = Machine::multiply_low(a[i], m0), q = Machine::multiply_low(c[i], m1);
        a[i] = Machine::exclusive_or(q >> 32, b[i], all(key0[round]));
        b[i] = q;
        c[i] = Machine::exclusive_or(p >> 32, d[i], all(key1[round]));
        d[i] = p;
      }
    word[0] = Machine::low_halves(a[0], a[1]);
    word[1] = Machine::low_halves(b[0], b[1]);
    word[2] = Machine::low_halves(c[0], c[1]);
    word[3] = Machine::low_halves(d[0], d[1]);
  }

  /// normals[i] lane b: number i of block first_block + number[b] * spacing, where number[b] = b, or the order that
  /// transpose_blocks turns into memory order.
  template <bool memory_order>
  HOST_DEVICE void draw(std::uint64_t step, std::uint64_t first_block, std::uint64_t spacing,
                        Number (&normals)[4]) const {
    const std::uint64_t base = step * blocks + first_block;
    typename Machine::Unsigned word[4];
    if ((base & 0xFFFFFFFFu) + (Machine::width - 1) * spacing > 0xFFFFFFFFu) {
      one_by_one<memory_order>(step, first_block, spacing, word);
    } else {
      Wide offset[2] = {};
#pragma GCC unroll 2
      for (int half = 0; half < 2; ++half)
#pragma GCC unroll 16
        for (int i = 0; i < Machine::width / 2; ++i) {
          // The lane of the packed words that 64-bit lane i of this half ends in.
          const int lane = i / 2 * 4 + half * 2 + i % 2;
          offset[half][i] = static_cast<std::uint64_t>(number<memory_order>(lane)) * spacing;
        }
      words(base, offset[0], offset[1], word);
    }
    const NormalPair<Number> first = box_muller<Number>(PackUnsigned<Machine>(word[0]), PackUnsigned<Machine>(word[1]));
    const NormalPair<Number> second =
        box_muller<Number>(PackUnsigned<Machine>(word[2]), PackUnsigned<Machine>(word[3]));
    normals[0] = first.cosine;
    normals[1] = first.sine;
    normals[2] = second.cosine;
    normals[3] = second.sine;
    if constexpr (memory_order)
      Machine::transpose_blocks(normals[0].lanes, normals[1].lanes, normals[2].lanes, normals[3].lanes);
  }

  template <bool memory_order>
  HOST_DEVICE static constexpr int number(int lane) {
    return memory_order ? lane % 4 * (Machine::width / 4) + lane / 4 : lane;
  }

  /// The rare group that crosses a multiple of 2^32.
  template <bool memory_order>
  [[gnu::noinline]] void one_by_one(std::uint64_t step, std::uint64_t first_block, std::uint64_t spacing,
                                    typename Machine::Unsigned (&word)[4]) const {
    for (int lane = 0; lane < Machine::width; ++lane) {
      const std::uint64_t block = first_block + static_cast<std::uint64_t>(number<memory_order>(lane)) * spacing;
      const Words words = noise_words(seed, purpose, replica, blocks, step, block);
      for (int i = 0; i < 4; ++i) word[i][lane] = words[static_cast<std::size_t>(i)];
    }
  }
};

}  // namespace replicas::cpu
