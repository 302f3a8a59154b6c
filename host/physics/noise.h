#pragma once

#include <cstdint>

#include "physics/normal.h"
#include "physics/philox.h"

namespace replicas {

/// What a random number is for: the top 8 bits of the counter. A value is never reused or renumbered (a format matter).
enum class Purpose : std::uint8_t {
  langevin = 0,
  initial_weights = 1,
  data = 2,
  labels = 3,
  dataset = 4,
  pilot = 5,
  batch = 6,
  hutchinson = 7,
  accept = 8,
  bootstrap = 9,
  teacher = 11,
  label_noise = 12,
  solver = 16,
};

/// Names one block of four random words: a pure function of (seed, purpose, replica, step, block). `blocks` is the
/// number of blocks one step of one replica needs (padded length / 4), so steps never share a counter:
///   low counter half = step * blocks + block, high half = purpose << 56 | replica, key = seed.
/// `curand_init(seed, purpose << 56 | replica, 4 * low half)` names the same words.
HOST_DEVICE Words noise_words(std::uint64_t seed, Purpose purpose, std::uint64_t replica, std::uint64_t blocks,
                              std::uint64_t step, std::uint64_t block) {
  const std::uint64_t low = step * blocks + block;
  const std::uint64_t high = (static_cast<std::uint64_t>(purpose) << 56) | replica;
  return philox4x32_10({static_cast<std::uint32_t>(low), static_cast<std::uint32_t>(low >> 32),
                        static_cast<std::uint32_t>(high), static_cast<std::uint32_t>(high >> 32)},
                       seed);
}

/// The normal number of one noise index: word pairs (0,1) and (2,3) of block index / 4 become four normals.
HOST_DEVICE float noise(std::uint64_t seed, Purpose purpose, std::uint64_t replica, std::uint64_t blocks,
                        std::uint64_t step, std::uint64_t index) {
  const Words words = noise_words(seed, purpose, replica, blocks, step, index / 4);
  const unsigned pair = (index % 4) / 2;
  const NormalPair<float> normals = box_muller<float>(words[2 * pair], words[2 * pair + 1]);
  return index % 2 == 0 ? normals.cosine : normals.sine;
}

}  // namespace replicas
