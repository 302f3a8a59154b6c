#pragma once

#include "fused_tiles.cuh"
#include "physics/activation.h"
#include "physics/example_loss.h"

namespace replicas::gpu {

/// Logits, loss and dL/dz of every example (zero beyond the last); this thread's share of the loss and wrong labels.
template <class S>
__device__ void output_layer(const float* weights, const float* values2, float* errors, const std::int32_t* labels,
                             int examples, double& loss, double& wrong) {
  const float scale = 1.0f / static_cast<float>(examples);
  for (int n = thread_index(); n < S::P; n += S::threads) {
    float z[S::C4] = {}, error[S::C] = {};
#pragma unroll
    for (int c = 0; c < S::C; ++c) z[c] = weights[S::bias3 + c];
#pragma unroll 2
    for (int k = 0; k < S::H2; ++k) {
      const float a = values2[place<S::P>(k, n / 4) + n % 4];
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
      loss += static_cast<double>(softmax_loss(z, S::C, label, error));
      wrong += mislabelled ? 1 : 0;
    }
#pragma unroll
    for (int c = 0; c < S::C; ++c) errors[place<S::P>(c, n / 4) + n % 4] = error[c] * scale;
  }
}

/// values2 becomes dL/dz of the second layer.
template <class S, Activation kind>
__device__ void output_backward(const float* weights, const float* errors, float* values2) {
  for (int item = thread_index(); item < S::H2 * (S::P / 4); item += S::threads) {
    const int k = item / (S::P / 4), q = item % (S::P / 4);
    float sum[4] = {};
#pragma unroll
    for (int c = 0; c < S::C; ++c) {
      const Float4 error = quad_at(errors + place<S::P>(c, q));
      const float w = weights[S::weight3 + k * S::C4 + c];
#pragma unroll
      for (int i = 0; i < 4; ++i) sum[i] = std::fma(error.v[i], w, sum[i]);
    }
    Float4& value = quad_at(values2 + place<S::P>(k, q));
    Float4 result;
#pragma unroll
    for (int i = 0; i < 4; ++i) result.v[i] = sum[i] * activation_slope<kind>(value.v[i], value.v[i]);
    value = result;
  }
}

}  // namespace replicas::gpu
