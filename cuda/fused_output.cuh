#pragma once

#include "block_sum.cuh"
#include "fused_tiles.cuh"
#include "physics/example_loss.h"

namespace replicas::gpu {

/// Of example n.
template <class S>
__device__ void output_of_example(const float* weights, const float* values2, float* errors, const std::int32_t* labels,
                                  int n, bool exists, float scale, float& loss, float& wrong) {
  float z[S::C4] = {}, error[S::C4] = {};
#pragma unroll
  for (int c = 0; c < S::C; ++c) z[c] = weights[S::bias3 + c];
#pragma unroll 4
  for (int k = 0; k < S::H2; ++k) {
    const float a = values2[k * S::row + n];
#pragma unroll
    for (int part = 0; part < S::C4 / 4; ++part) {
      const Floats<4> w = floats_at<4>(weights + S::weight3 + k * S::C4 + 4 * part);
#pragma unroll
      for (int i = 0; i < 4; ++i)
        if (4 * part + i < S::C) z[4 * part + i] = std::fma(a, w.v[i], z[4 * part + i]);
    }
  }
  if (exists) {
    const std::int32_t label = labels[n];
    wrong = mislabelled(z, S::C, label);
    loss = softmax_loss(z, S::C, label, error);
  }
#pragma unroll
  for (int c = 0; c < S::C4; ++c) errors[c * S::row + n] = error[c] * scale;
}

/// Logits, loss and dL/dz of every example; dL/dz is zero beyond the last example and beyond the last class. At
/// measured steps the sums of loss and wrong labels over each 32 examples go into `sums`: [2][sums_of_examples].
template <class S>
__device__ void output_layer(const float* weights, const float* values2, float* errors, const std::int32_t* labels,
                             int examples, bool measured, double* sums) {
  const float scale = 1.0f / static_cast<float>(examples);
#pragma unroll 1
  for (int n = thread_index(); n < 32 * S::sums_of_examples; n += S::threads) {
    float loss = 0, wrong = 0;
    if (n < S::P) output_of_example<S>(weights, values2, errors, labels, n, n < examples, scale, loss, wrong);
    if (!measured) continue;
    const double chunk_loss = warp_sum(static_cast<double>(loss)), chunk_wrong = warp_sum(static_cast<double>(wrong));
    if (n % 32 != 0) continue;
    sums[n / 32] = chunk_loss;
    sums[S::sums_of_examples + n / 32] = chunk_wrong;
  }
}

}  // namespace replicas::gpu
