#pragma once

#include "block_sum.cuh"
#include "fused.h"
#include "fused_tiles.cuh"
#include "noise_quad.cuh"
#include "physics/langevin.h"

namespace replicas::gpu {

/// How one replica's weights move: fused kernels have one step size and one amplitude for all, and one decay for W and
/// b of a layer.
struct ReplicaRule {
  float step_size, amplitude, decay[3];
  const float* anchor;          ///< of this replica, logical order, or null
  std::uint64_t seed, replica;  ///< by its global number
  Purpose purpose;

  __device__ ReplicaRule(const StepRule& rule, std::int64_t place, int rung, std::uint64_t weights)
      : anchor(nullptr),
        seed(rule.seed),
        replica(static_cast<std::uint64_t>(rule.first_replica + place)),
        purpose(rule.purpose) {
    step_size = rule.step_size[rung];
    amplitude = rule.amplitude[rung];
    for (int l = 0; l < 3; ++l) decay[l] = rule.decay[3 * rung + l];
    if (rule.anchor != nullptr) anchor = rule.anchor + static_cast<std::uint64_t>(place) * weights;
  }
};

/// Four neighbouring weights: where they lie in shared memory and in logical order, how many of them exist, their
/// decay.
template <class S>
struct QuadOfReplica {
  int place, count = 4, logical;
  float decay;

  __device__ QuadOfReplica(const ReplicaRule& rule, int number) : place(S::place_of(4 * number)), logical(4 * number) {
    decay = place < S::weight2 ? rule.decay[0] : place < S::weight3 ? rule.decay[1] : rule.decay[2];
    if (place < S::weight3) return;
    const int row = (place - S::weight3) / S::C4, column = (place - S::weight3) % S::C4;
    count = S::C - column < 4 ? S::C - column : 4;
    logical = S::logical3 + row * S::C + column;
  }
  __device__ Floats<4> gradient(const float* first, const float* last) const {
    return floats_at<4>(place < S::bias2 ? first + place : last + (place - S::bias2));
  }
};

/// One step of all weights; the gradient of those from the second layer's biases on lies in `last`. `noises`: noise
/// numbers per weight and step, 0 at temperature 0, 2 for lm. One loop for all layers: its text stays in the
/// instruction cache, and every thread has as many weights.
template <class S, int noises>
__device__ void update_weights(const ReplicaRule& rule, std::uint64_t step, const float* first, const float* last,
                               float* weights) {
  constexpr int quads = S::quads, rounds = quads / S::threads;
  const auto move = [&](int number) {
    const QuadOfReplica<S> own(rule, number);
    const Floats<4> gradient = own.gradient(first, last);
    Floats<4> weight = floats_at<4>(weights + own.place);
    float xi[4] = {};
#pragma unroll
    for (int later = 0; later < noises; ++later) {
      const NormalQuad normals =
          noise_quad(rule.seed, rule.purpose, rule.replica, quads, step + static_cast<std::uint64_t>(later),
                     static_cast<std::uint64_t>(number));
#pragma unroll
      for (int i = 0; i < 4; ++i) xi[i] += normals.value[i];
    }
#pragma unroll
    for (int i = 0; i < 4; ++i) {
      const float centre = rule.anchor != nullptr && i < own.count ? rule.anchor[own.logical + i] : 0.0f;
      const float total = confined_gradient(gradient.v[i], weight.v[i], centre, own.decay);
      const float moved = langevin_step(weight.v[i], total, rule.step_size, rule.amplitude, xi[i]);
      weight.v[i] = i < own.count ? moved : 0.0f;
    }
    floats_at<4>(weights + own.place) = weight;
  };
#pragma unroll 2
  for (int round = 0; round < rounds; ++round) move(thread_index() + round * S::threads);
  if (thread_index() + rounds * S::threads < quads) move(thread_index() + rounds * S::threads);
}

/// At a measured step, before the weights move: sums of |grad L|^2 and grad L . grad U over each 32 quads into `sums`,
/// [2][sums_of_quads]; the largest |w| of this thread's.
template <class S>
__device__ void measure_weights(const ReplicaRule& rule, const float* first, const float* last, const float* weights,
                                double* sums, float& largest) {
#pragma unroll 1
  for (int number = thread_index(); number < 32 * S::sums_of_quads; number += S::threads) {
    double gradient2 = 0, product = 0;
    if (number < S::quads) {
      const QuadOfReplica<S> own(rule, number);
      const Floats<4> gradient = own.gradient(first, last), weight = floats_at<4>(weights + own.place);
      for (int i = 0; i < 4; ++i) {
        if (i >= own.count) break;
        const float centre = rule.anchor == nullptr ? 0.0f : rule.anchor[own.logical + i];
        const auto entry = static_cast<double>(gradient.v[i]);
        gradient2 += entry * entry;
        product += entry * static_cast<double>(confined_gradient(gradient.v[i], weight.v[i], centre, own.decay));
        const float size = std::fabs(weight.v[i]);
        largest = size > largest ? size : largest;
      }
    }
    gradient2 = warp_sum(gradient2);
    product = warp_sum(product);
    if (number % 32 != 0) continue;
    sums[number / 32] = gradient2;
    sums[S::sums_of_quads + number / 32] = product;
  }
}

}  // namespace replicas::gpu
