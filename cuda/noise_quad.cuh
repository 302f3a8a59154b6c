#pragma once

#include "physics/noise.h"
#include "threads.cuh"

namespace replicas::gpu {

/// Four neighbouring weights' noise: xi_n of one block of words, the same bits as on the CPU.
struct NormalQuad {
  float value[4];
};

__device__ inline NormalQuad noise_quad(std::uint64_t seed, Purpose purpose, std::uint64_t replica,
                                        std::uint64_t blocks, std::uint64_t step, std::uint64_t block) {
  const std::uint64_t low = step * blocks + block;
  const std::uint64_t high = (static_cast<std::uint64_t>(purpose) << 56) | replica;
  const Words words = random_words({static_cast<std::uint32_t>(low), static_cast<std::uint32_t>(low >> 32),
                                    static_cast<std::uint32_t>(high), static_cast<std::uint32_t>(high >> 32)},
                                   seed);
  const NormalPair<float> first = box_muller<float>(words[0], words[1]);
  const NormalPair<float> second = box_muller<float>(words[2], words[3]);
  return {{first.cosine, first.sine, second.cosine, second.sine}};
}

}  // namespace replicas::gpu
