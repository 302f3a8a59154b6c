#pragma once

#include "block_sum.cuh"
#include "fused.h"
#include "noise_quad.cuh"
#include "physics/langevin.h"

namespace replicas::gpu {

/// Moves one replica's weights, four at a time, and keeps what is measured of them.
struct FusedStepper {
  float step_size, amplitude, decay[3];
  const float* anchor;  ///< of this replica, logical order, or null
  std::uint64_t seed, replica, blocks, step;
  Purpose purpose;
  int later_noises;  ///< 1 for lm
  bool measured;
  double gradient2, product;
  float largest;

  __device__ FusedStepper(const FusedCall& call, std::int64_t number, std::uint64_t weights,
                          std::uint64_t noise_blocks) {
    const StepRule& rule = call.rule;
    const std::int64_t rung = number / rule.replicas_per_temperature;
    step_size = rule.step_size[rung];
    amplitude = rule.amplitude[rung];
    for (int l = 0; l < 3; ++l) decay[l] = rule.decay[3 * rung + l];
    replica = static_cast<std::uint64_t>(number);
    anchor = rule.anchor == nullptr ? nullptr : rule.anchor + replica * weights;
    seed = rule.seed;
    blocks = noise_blocks;
    purpose = rule.purpose;
    later_noises = rule.two_noises ? 1 : 0;
    largest = 0;
  }

  __device__ void begin(std::uint64_t number, std::uint64_t measure_interval) {
    step = number;
    measured = step % measure_interval == 0;
    gradient2 = product = 0;
  }

  /// Weights at the noise index `place` (in shared memory, the first of four), of which `count` exist; `logical` is the
  /// first one's place in logical order.
  __device__ void move(float* weights, int place, int count, int layer, int logical, const float (&gradient)[4]) {
    float xi[4] = {};
    if (amplitude != 0)
#pragma unroll 1
      for (int later = 0; later <= later_noises; ++later) {
        const NormalQuad normals = noise_quad(seed, purpose, replica, blocks, step + static_cast<std::uint64_t>(later),
                                              static_cast<std::uint64_t>(place / 4));
#pragma unroll
        for (int i = 0; i < 4; ++i) xi[i] += normals.value[i];
      }
#pragma unroll
    for (int i = 0; i < 4; ++i) {
      if (i >= count) continue;
      float& weight = weights[place + i];
      const float total =
          confined_gradient(gradient[i], weight, anchor == nullptr ? 0.0f : anchor[logical + i], decay[layer]);
      if (measured) {
        gradient2 += static_cast<double>(gradient[i]) * static_cast<double>(gradient[i]);
        product += static_cast<double>(gradient[i]) * static_cast<double>(total);
        largest = std::fabs(weight) > largest ? std::fabs(weight) : largest;
      }
      weight = langevin_step(weight, total, step_size, amplitude, xi[i]);
    }
  }
};

}  // namespace replicas::gpu
