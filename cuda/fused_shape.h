#pragma once

namespace replicas::gpu {

/// Compile-time description of a fused kernel: widths D-H1-H2-C, at most P examples, threads of the block, and the
/// tiles one thread computes: `neurons` x `points` of an activation or delta, `rows1`, `rows2`, `rows3` x 4 of the
/// gradient of each layer.
template <int D_, int H1_, int H2_, int C_, int P_, int threads_, int neurons_, int points_, int rows1_, int rows2_>
struct FusedShape {
  static constexpr int D = D_, H1 = H1_, H2 = H2_, C = C_, P = P_, threads = threads_;
  static constexpr int neurons = neurons_, points = points_, rows1 = rows1_, rows2 = rows2_, rows3 = 1;
  static constexpr int C4 = (C + 3) / 4 * 4;  ///< rows of the last layer are padded to four
  static_assert(H1 % neurons == 0 && H2 % neurons == 0 && neurons % 4 == 0, "tiles of neurons fill the layers");
  static_assert(P % points == 0 && points % 4 == 0 && P >= 32, "tiles of examples fill the rows");
  static_assert(H1 % rows2 == 0 && D % rows1 == 0 && threads % 32 == 0, "gradient tiles fill the matrices");

  // Weights in shared memory lie in the order of the noise: the place of a weight is its noise index.
  static constexpr int weight1 = 0, bias1 = D * H1, weight2 = bias1 + H1, bias2 = weight2 + H1 * H2;
  static constexpr int weight3 = bias2 + H2, bias3 = weight3 + H2 * C4, padded = bias3 + C4;
  // Logical order has no padding.
  static constexpr int logical2 = weight2, logical3 = weight3, logical_bias3 = logical3 + H2 * C;
  static constexpr int weights = logical_bias3 + C;

  // Shared memory, in floats after `scratch` doubles: weights, activations of both hidden layers, dL/dz.
  static constexpr int scratch = threads / 32;
  static constexpr int values1 = padded, values2 = values1 + H1 * P, errors = values2 + H2 * P;
  static constexpr int floats = errors + C4 * P;
  static constexpr int scratch_bytes = (scratch * 8 + 15) / 16 * 16;
  static constexpr int shared_bytes = scratch_bytes + 4 * floats;
};

}  // namespace replicas::gpu
