#pragma once

#include "fused_shape.h"
#include "threads.cuh"

// The matrix products of a fused kernel. Activations and deltas lie in shared memory as [neuron][example]; four
// neighbouring examples of a row, a quad, are read at once. Row r stores quad q at another place (turned by r / 4), so
// that the eight threads that read eight rows at the same q meet eight different groups of memory banks.

namespace replicas::gpu {

struct alignas(16) Float4 {
  float v[4];
};

__device__ inline const Float4& quad_at(const float* data) { return *reinterpret_cast<const Float4*>(data); }
__device__ inline Float4& quad_at(float* data) { return *reinterpret_cast<Float4*>(data); }

/// Where row r of [rows][P] keeps quad q.
template <int P>
__device__ int place(int row, int q) {
  constexpr int quads = P / 4;
  const int turn = row / 4 % 8;
  if constexpr (quads % 8 == 0) return row * P + 4 * (q ^ turn);
  const int turned = q + turn;
  return row * P + 4 * (turned < quads ? turned : turned - quads);
}

/// Which neurons and quads one thread's tile of an activation covers: quads are spread over the row, so that
/// neighbouring threads read neighbours.
template <class S, int width>
struct Tile {
  static constexpr int across = S::P / S::points, count = across * (width / S::neurons);
  int neuron, column;

  __device__ explicit Tile(int number) : neuron(number / across * S::neurons), column(number % across) {}
  __device__ int quad(int part) const { return part * across + column; }
};

/// out[j][n] = finish(bias[j] + sum over k < inner of W[k][j] a(k, n)); `input(k, q)` is quad q of a's row k.
template <class S, int inner, int width, class Input, class Finish>
__device__ void forward_product(const float* weights, const float* bias, float* out, Input input, Finish finish) {
  using Part = Tile<S, width>;
  for (int number = thread_index(); number < Part::count; number += S::threads) {
    const Part tile(number);
    float sum[S::neurons][S::points];
#pragma unroll
    for (int j = 0; j < S::neurons; ++j)
#pragma unroll
      for (int n = 0; n < S::points; ++n) sum[j][n] = bias[tile.neuron + j];
#pragma unroll 2
    for (int k = 0; k < inner; ++k) {
      Float4 w[S::neurons / 4], a[S::points / 4];
#pragma unroll
      for (int part = 0; part < S::neurons / 4; ++part) w[part] = quad_at(weights + k * width + tile.neuron + 4 * part);
#pragma unroll
      for (int part = 0; part < S::points / 4; ++part) a[part] = input(k, tile.quad(part));
#pragma unroll
      for (int j = 0; j < S::neurons; ++j)
#pragma unroll
        for (int n = 0; n < S::points; ++n) sum[j][n] = std::fma(w[j / 4].v[j % 4], a[n / 4].v[n % 4], sum[j][n]);
    }
#pragma unroll
    for (int j = 0; j < S::neurons; ++j)
#pragma unroll
      for (int part = 0; part < S::points / 4; ++part) {
        Float4 value;
#pragma unroll
        for (int i = 0; i < 4; ++i) value.v[i] = sum[j][4 * part + i];
        quad_at(out + place<S::P>(tile.neuron + j, tile.quad(part))) = value;
      }
#pragma unroll 1
    for (int item = 0; item < S::neurons * S::points / 4; ++item) {
      // Over what this thread just wrote: unrolled with the sums, the text of the activation would not fit into the
      // instruction cache.
      Float4& value = quad_at(out + place<S::P>(tile.neuron + item % S::neurons, tile.quad(item / S::neurons)));
      Float4 finished;
#pragma unroll
      for (int i = 0; i < 4; ++i) finished.v[i] = finish(value.v[i]);
      value = finished;
    }
  }
}

/// values[k][n] = (sum over j < inner of errors[j][n] W[k][j]) slope(values[k][n]), in place, k < width.
template <class S, int inner, int width, class Slope>
__device__ void backward_product(const float* weights, const float* errors, float* values, Slope slope) {
  using Part = Tile<S, width>;
  static_assert(inner % 4 == 0);
  for (int number = thread_index(); number < Part::count; number += S::threads) {
    const Part tile(number);
    float sum[S::neurons][S::points] = {};
#pragma unroll 1
    for (int j = 0; j < inner; j += 4) {
      Float4 w[S::neurons];
#pragma unroll
      for (int k = 0; k < S::neurons; ++k) w[k] = quad_at(weights + (tile.neuron + k) * inner + j);
#pragma unroll
      for (int i = 0; i < 4; ++i) {
        Float4 e[S::points / 4];
#pragma unroll
        for (int part = 0; part < S::points / 4; ++part)
          e[part] = quad_at(errors + place<S::P>(j + i, tile.quad(part)));
#pragma unroll
        for (int k = 0; k < S::neurons; ++k)
#pragma unroll
          for (int n = 0; n < S::points; ++n) sum[k][n] = std::fma(w[k].v[i], e[n / 4].v[n % 4], sum[k][n]);
      }
    }
#pragma unroll
    for (int k = 0; k < S::neurons; ++k)
#pragma unroll
      for (int part = 0; part < S::points / 4; ++part) {
        Float4& value = quad_at(values + place<S::P>(tile.neuron + k, tile.quad(part)));
        Float4 result;
#pragma unroll
        for (int i = 0; i < 4; ++i) result.v[i] = sum[k][4 * part + i] * slope(value.v[i]);
        value = result;
      }
  }
}

/// sum[i][j] = sum over examples of a(i, n) errors[column + j][n]; `input(i, q)` is quad q of row i of a tile.
template <int rows, int P, class Input>
__device__ void gradient_product(float (&sum)[rows][4], const float* errors, int column, Input input) {
#pragma unroll
  for (int i = 0; i < rows; ++i)
#pragma unroll
    for (int j = 0; j < 4; ++j) sum[i][j] = 0;
#pragma unroll 1
  for (int q = 0; q < P / 4; ++q) {
    Float4 e[4];
#pragma unroll
    for (int j = 0; j < 4; ++j) e[j] = quad_at(errors + place<P>(column + j, q));
#pragma unroll
    for (int i = 0; i < rows; ++i) {
      const Float4 a = input(i, q);
#pragma unroll
      for (int j = 0; j < 4; ++j)
#pragma unroll
        for (int n = 0; n < 4; ++n) sum[i][j] = std::fma(a.v[n], e[j].v[n], sum[i][j]);
    }
  }
}

}  // namespace replicas::gpu
