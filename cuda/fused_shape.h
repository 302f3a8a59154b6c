#pragma once

namespace replicas::gpu {

/// How a block shares the work of one replica. Nothing here changes a bit of a result but `shares1` and `shares3`,
/// which all kernels of one network have in common. Tiles are what one thread computes at a time: `neurons` x `points`
/// of an activation or delta, `rows1`, `rows2`, `rows3` x 4 of the gradient of each layer. `shares` threads divide the
/// examples of one gradient tile where there would be too few tiles for all.
struct FusedTiles {
  int threads;
  int resident;  ///< blocks that a multiprocessor is to hold, which bounds the registers
  int neurons, points;
  int rows1, shares1, rows2, rows3, shares3;
};

/// Compile-time description of a fused kernel: widths D-H1-H2-C, at most P examples.
template <int D_, int H1_, int H2_, int C_, int P_, FusedTiles tiles_>
struct FusedShape {
  static constexpr FusedTiles tiles = tiles_;
  static constexpr int D = D_, H1 = H1_, H2 = H2_, C = C_, P = P_, threads = tiles.threads;
  static constexpr int C4 = (C + 3) / 4 * 4;  ///< rows of the last layer are padded to four
  static_assert(H1 % tiles.neurons == 0 && H2 % tiles.neurons == 0 && tiles.neurons % 4 == 0);
  static_assert(P % tiles.points == 0 && tiles.points % 4 == 0 && P / tiles.points % 2 == 0);
  static_assert(D % tiles.rows1 == 0 && H1 % tiles.rows2 == 0 && H2 % tiles.rows3 == 0 && threads % 32 == 0);

  /// Floats from one row of the second matrix to the next: an odd number of quads, as below.
  static constexpr int row2 = 4 * (H2 / 4 | 1), more = row2 - H2;
  // Weights in shared memory lie in the order of the noise, apart from what rows of the second matrix have more.
  static constexpr int weight1 = 0, bias1 = D * H1, weight2 = bias1 + H1, bias2 = weight2 + H1 * row2;
  static constexpr int weight3 = bias2 + H2, bias3 = weight3 + H2 * C4, padded = bias3 + C4;
  /// Quads of weights in the order of the noise, which knows nothing of that.
  static constexpr int quads = (padded - H1 * more) / 4;
  // Logical order has no padding.
  static constexpr int logical3 = weight3 - H1 * more, weights = logical3 + (H2 + 1) * C;

  /// Where in shared memory the weight of this noise index lies.
  static constexpr int place_of(int index) {
    if (more == 0 || index < weight2) return index;
    const int row = (index - weight2) / H2;
    return index + (row < H1 ? row : H1) * more;
  }

  /// Floats from one neuron's examples to the next one's: an odd number of quads, so that eight neighbouring rows begin
  /// in eight different groups of memory banks.
  static constexpr int row = 4 * (P / 4 | 1);
  // What is measured is summed over 32 neighbours at a time, then over those sums in order, whatever the threads.
  static constexpr int sums_of_examples = (P + 31) / 32, sums_of_quads = (quads + 31) / 32;
  // Shared memory, in floats after `scratch` doubles: weights, activations of both hidden layers, dL/dz of the last.
  static constexpr int scratch = 2 * sums_of_examples > threads / 32 ? 2 * sums_of_examples : threads / 32;
  static constexpr int values1 = padded, values2 = values1 + H1 * row;
  static constexpr int errors = values2 + (H2 * row > bias2 ? H2 * row : bias2);
  static constexpr int floats = errors + C4 * row;
  static constexpr int scratch_bytes = (8 * scratch + 15) / 16 * 16;
  static constexpr int shared_bytes = scratch_bytes + 4 * floats;
  // The gradient, in the order of the weights, takes the place of what has served: up to the second layer's biases that
  // of the second activations (which has room for it), from there on that of the last layer's dL/dz; the sums of what
  // is measured that of the first activations.
  static_assert(padded - bias2 <= C4 * row && 2 * 2 * sums_of_quads <= H1 * row);
};

}  // namespace replicas::gpu
