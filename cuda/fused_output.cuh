#pragma once

#include "fused_tiles.cuh"
#include "physics/example_loss.h"

namespace replicas::gpu {

/// What this thread's examples add to the sums over all.
struct OutputSums {
  double loss = 0, wrong = 0;
};

/// Logits, loss and dL/dz of every example; dL/dz is zero beyond the last example and beyond the last class.
template <class S>
__device__ OutputSums output_layer(const float* weights, const float* values2, float* errors,
                                   const std::int32_t* labels, int examples) {
  OutputSums sums;
  const float scale = 1.0f / static_cast<float>(examples);
#pragma unroll 1
  for (int n = thread_index(); n < S::P; n += S::threads) {
    float z[S::C4] = {}, error[S::C4] = {};
#pragma unroll
    for (int c = 0; c < S::C; ++c) z[c] = weights[S::bias3 + c];
#pragma unroll 4
    for (int k = 0; k < S::H2; ++k) {
      const float a = values2[k * S::row + n];
#pragma unroll
      for (int part = 0; part < S::C4 / 4; ++part) {
        const Float4 w = quad_at(weights + S::weight3 + k * S::C4 + 4 * part);
#pragma unroll
        for (int i = 0; i < 4; ++i)
          if (4 * part + i < S::C) z[4 * part + i] = std::fma(a, w.v[i], z[4 * part + i]);
      }
    }
    if (n < examples) {
      const std::int32_t label = labels[n];
      float own = z[0];
#pragma unroll
      for (int c = 1; c < S::C; ++c) own = c == label ? z[c] : own;
      bool mislabelled = false;
#pragma unroll
      for (int c = 0; c < S::C; ++c) mislabelled = mislabelled || z[c] > own;
      sums.loss += static_cast<double>(softmax_loss(z, S::C, label, error));
      sums.wrong += mislabelled ? 1 : 0;
    }
#pragma unroll
    for (int c = 0; c < S::C4; ++c) errors[c * S::row + n] = error[c] * scale;
  }
  return sums;
}

}  // namespace replicas::gpu
