#pragma once

#include "fused_tiles.cuh"

namespace replicas::gpu {

/// One thread's tile of a weight gradient dL/dW[i][j] = sum over examples of a[i][n] dL/dz[j][n]: `rows` rows and four
/// columns, the rows `row_groups` apart and the columns `column_groups` apart, so that neighbouring threads read
/// neighbouring rows. `shares` neighbouring threads divide the examples of a tile.
template <class S, int rows, int row_groups, int column_groups, int shares>
struct GradientTile {
  static constexpr int count = row_groups * column_groups * shares, quads = S::P / 4;
  static_assert(count <= S::threads, "a thread has one tile of each layer");
  static_assert(shares == 1 || shares == 2 || shares == 4);
  float sum[rows][4];

  __device__ static FusedTile tile() {
    if constexpr (shares == 1 && row_groups % 2 == 0) return paired_tile<row_groups, column_groups>(thread_index());
    const int number = thread_index() / shares;
    return {number % row_groups, number / row_groups};
  }

  // Of eight quads in a row each share has `block`: neighbouring shares of neighbouring rows then read different banks.
  static constexpr int block = 8 / shares, rest = quads % 8 < block ? quads % 8 : block;
  static constexpr int turns = shares == 1 ? quads : quads / 8 * block + rest;
  __device__ static int quad_of_share(int turn) {
    if constexpr (shares == 1) return turn;
    return turn / block * 8 + thread_index() % shares * block + turn % block;
  }

  __device__ void compute(const float* values, const float* errors) {
#pragma unroll
    for (int i = 0; i < rows; ++i)
#pragma unroll
      for (int j = 0; j < 4; ++j) sum[i][j] = 0;
    if (thread_index() < count) {
      const FusedTile own = tile();
      const float* const own_values = values + own.fast * S::row;
      const float* const own_errors = errors + own.slow * S::row;
#pragma unroll(shares == 1 ? 2 : 1)
      for (int turn = 0; turn < turns; ++turn) {
        const int n = 4 * quad_of_share(turn);
        if (shares > 1 && quads % 8 != 0 && n >= S::P) continue;
        Floats<4> e[4];
#pragma unroll
        for (int j = 0; j < 4; ++j) e[j] = floats_at<4>(own_errors + j * column_groups * S::row + n);
#pragma unroll
        for (int i = 0; i < rows; ++i) {
          const Floats<4> a = floats_at<4>(own_values + i * row_groups * S::row + n);
#pragma unroll
          for (int j = 0; j < 4; ++j)
#pragma unroll
            for (int part = 0; part < 4; ++part) sum[i][j] = std::fma(a.v[part], e[j].v[part], sum[i][j]);
        }
      }
    }
#pragma unroll
    for (int mask = 1; mask < shares; mask *= 2)
#pragma unroll
      for (int i = 0; i < rows; ++i)
#pragma unroll
        for (int j = 0; j < 4; ++j) sum[i][j] += shuffle_xor(sum[i][j], mask);
  }

  /// Into the gradient of the matrix, whose rows are `row` floats apart.
  template <int row>
  __device__ void store(float* gradient) const {
    if (thread_index() >= count) return;
    const FusedTile own = tile();
#pragma unroll
    for (int i = 0; i < rows; ++i) {
      if (i % shares != thread_index() % shares) continue;
#pragma unroll
      for (int j = 0; j < 4; ++j)
        gradient[(own.fast + i * row_groups) * row + own.slow + j * column_groups] = sum[i][j];
    }
  }
};

/// Sum over the examples of one neuron's dL/dz: the gradient of its bias.
template <class S>
__device__ float bias_gradient(const float* errors) {
  float sum[4] = {};
#pragma unroll 4
  for (int n = 0; n < S::P; n += 4) {
    const Floats<4> e = floats_at<4>(errors + n);
#pragma unroll
    for (int i = 0; i < 4; ++i) sum[i] += e.v[i];
  }
  return (sum[0] + sum[1]) + (sum[2] + sum[3]);
}

/// The same of `neurons` rows, a thread each, into `gradient`.
template <class S, int neurons>
__device__ void bias_gradients(const float* errors, float* gradient) {
  for (int j = thread_index(); j < neurons; j += S::threads) gradient[j] = bias_gradient<S>(errors + j * S::row);
}

}  // namespace replicas::gpu
