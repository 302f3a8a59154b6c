#pragma once

#include "floats.cuh"
#include "fused_shape.h"

// The matrix products of a fused kernel. Activations and deltas lie in shared memory as [neuron][example]; four
// neighbouring examples of a row, a quad, are read at once.

namespace replicas::gpu {

/// One of fast x slow tiles.
struct FusedTile {
  int fast, slow;
};

/// The tile of thread `number`. Four neighbouring threads make a square of two by two tiles: when threads whose numbers
/// differ in bit 0 alone, or in bit 1 alone, read the same quad, a warp reads quads at twice the rate (NVIDIA, compute
/// capability 7.0 and later). Squares follow one another to and fro, so that eight neighbours never begin anew.
template <int fast, int slow>
__device__ FusedTile paired_tile(int number) {
  static_assert(fast % 2 == 0);
  constexpr int squares = fast / 2;
  const int band = number / (4 * squares), at = number / 4 % squares;
  if (slow % 2 == 1 && band == slow / 2) return {number - fast * (slow - 1), slow - 1};
  const int square = band % 2 == 0 ? at : squares - 1 - at;
  return {2 * square + number % 2, 2 * band + number / 2 % 2};
}

/// The neurons of a tile come four by four, the fours of one tile as far apart as there are tiles: neighbouring threads
/// then have neighbouring fours, whose rows begin in different banks.
template <int tiles>
__device__ constexpr int neuron_of(int tile, int j) {
  return 4 * (j / 4 * tiles + tile) + j % 4;
}

/// out[j][n] = finish(bias[j] + sum over k < inner of W[k][j] input[k][n]), j < width; rows of W are `row` floats
/// apart. `brief`: finish takes so few instructions that all of a tile may be written out.
template <class S, int inner, int width, int row, bool brief, class Finish>
__device__ void forward_product(const float* weights, const float* bias, const float* input, float* out,
                                Finish finish) {
  constexpr int neurons = S::tiles.neurons, points = S::tiles.points, across = S::P / points, apart = width / neurons;
#pragma unroll 1
  for (int number = thread_index(); number < across * apart; number += S::threads) {
    const FusedTile tile = paired_tile<across, apart>(number);
    const float* const own_weights = weights + neuron_of<apart>(tile.slow, 0);
    const float* const own_input = input + 4 * tile.fast;
    float sum[neurons][points];
#pragma unroll
    for (int j = 0; j < neurons; ++j)
#pragma unroll
      for (int n = 0; n < points; ++n) sum[j][n] = bias[neuron_of<apart>(tile.slow, j)];
#pragma unroll(inner % 4 == 0 ? 4 : 2)
    for (int k = 0; k < inner; ++k) {
      Floats<4> w[neurons / 4], a[points / 4];
#pragma unroll
      for (int part = 0; part < neurons / 4; ++part)
        w[part] = floats_at<4>(own_weights + k * row + neuron_of<apart>(0, 4 * part));
#pragma unroll
      for (int part = 0; part < points / 4; ++part) a[part] = floats_at<4>(own_input + k * S::row + 4 * part * across);
#pragma unroll
      for (int j = 0; j < neurons; ++j)
#pragma unroll
        for (int n = 0; n < points; ++n) sum[j][n] = std::fma(w[j / 4].v[j % 4], a[n / 4].v[n % 4], sum[j][n]);
    }
    float* const own_out = out + neuron_of<apart>(tile.slow, 0) * S::row + 4 * tile.fast;
#pragma unroll
    for (int j = 0; j < neurons; ++j)
#pragma unroll
      for (int part = 0; part < points / 4; ++part) {
        Floats<4> value;
#pragma unroll
        for (int i = 0; i < 4; ++i) {
          const float z = sum[j][4 * part + i];
          value.v[i] = brief ? finish(z) : z;
        }
        floats_at<4>(own_out + neuron_of<apart>(0, j) * S::row + 4 * part * across) = value;
      }
    if constexpr (!brief)
#pragma unroll 1
      for (int j = 0; j < neurons; ++j)
#pragma unroll 1
        for (int part = 0; part < points / 4; ++part) {
          // Over what this thread just wrote: unrolled with the sums, the text of the activation would not fit into the
          // instruction cache.
          Floats<4>& value = floats_at<4>(own_out + neuron_of<apart>(0, j) * S::row + 4 * part * across);
          Floats<4> finished;
#pragma unroll
          for (int i = 0; i < 4; ++i) finished.v[i] = finish(value.v[i]);
          value = finished;
        }
  }
}

/// values[k][n] = (sum over j < inner of errors[j][n] W[k][j]) slope(values[k][n]), in place, k < width; rows of W are
/// `row` floats apart.
template <class S, int inner, int width, int row, class Slope>
__device__ void backward_product(const float* weights, const float* errors, float* values, Slope slope) {
  constexpr int neurons = S::tiles.neurons, points = S::tiles.points, across = S::P / points;
  constexpr int apart = width / neurons;
  static_assert(inner % 4 == 0);
#pragma unroll 1
  for (int number = thread_index(); number < across * apart; number += S::threads) {
    const FusedTile tile = paired_tile<across, apart>(number);
    const float* const own_weights = weights + neuron_of<apart>(tile.slow, 0) * row;
    const float* const own_errors = errors + 4 * tile.fast;
    float sum[neurons][points] = {};
#pragma unroll 1
    for (int j = 0; j < inner; j += 4) {
      Floats<4> w[neurons];
#pragma unroll
      for (int k = 0; k < neurons; ++k) w[k] = floats_at<4>(own_weights + neuron_of<apart>(0, k) * row + j);
#pragma unroll
      for (int i = 0; i < 4; ++i) {
        Floats<4> e[points / 4];
#pragma unroll
        for (int part = 0; part < points / 4; ++part)
          e[part] = floats_at<4>(own_errors + (j + i) * S::row + 4 * part * across);
#pragma unroll
        for (int k = 0; k < neurons; ++k)
#pragma unroll
          for (int n = 0; n < points; ++n) sum[k][n] = std::fma(w[k].v[i], e[n / 4].v[n % 4], sum[k][n]);
      }
    }
    float* const own_values = values + neuron_of<apart>(tile.slow, 0) * S::row + 4 * tile.fast;
#pragma unroll
    for (int k = 0; k < neurons; ++k)
#pragma unroll
      for (int part = 0; part < points / 4; ++part) {
        Floats<4>& value = floats_at<4>(own_values + neuron_of<apart>(0, k) * S::row + 4 * part * across);
        Floats<4> result;
#pragma unroll
        for (int i = 0; i < 4; ++i) result.v[i] = sum[k][4 * part + i] * slope(value.v[i]);
        value = result;
      }
  }
}

}  // namespace replicas::gpu
