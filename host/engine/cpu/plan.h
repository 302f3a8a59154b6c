#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "model/network.h"
#include "physics/potential.h"

namespace replicas::cpu {

/// Where one layer sits in the padded weights of a replica (and in its gradient). Rows start at multiples of 16 floats
/// and padding is exactly zero at all times. Hidden layers keep their rows: one input's fan-out vector, then the bias.
/// The last layer is stored transposed, one output's fan-in vector per row: it is narrow, and its forward pass is a
/// dot product.
struct LayerPlan {
  int inputs;
  int outputs;
  std::ptrdiff_t stride;       ///< floats from one row to the next
  std::ptrdiff_t weight;       ///< first row in the padded weights
  std::ptrdiff_t bias;         ///< hidden layers: the row after the last; last layer: `outputs` floats of their own
  std::ptrdiff_t transposed;   ///< first row of W^T in the scratch (hidden layers but the first)
  std::ptrdiff_t activations;  ///< first row of the layer's outputs in the scratch (hidden layers)
  std::uint64_t noise;         ///< noise index of W[0][0]
  std::uint64_t bias_noise;    ///< noise index of b[0]
};

/// How the kernels treat hidden units. Forms of their own have the linear ones and those that need no slopes beside
/// their outputs and are worth it; all others share `stored`, which asks the plan which activation it is, so that more
/// activations do not make the kernels larger.
enum class Units { tanh, relu, linear, stored };

constexpr Units units_of(Activation kind) {
  switch (kind) {
    case Activation::tanh: return Units::tanh;
    case Activation::relu: return Units::relu;
    case Activation::linear: return Units::linear;
    default: return Units::stored;
  }
}

/// How the vector kernels see one network and one number of examples; plain values, fixed for the engine's life and
/// the same for every instruction set.
struct Plan {
  const LayerPlan* layers;
  int depth;
  int inputs;
  int outputs;
  Activation activation;
  Loss loss;
  bool bias;
  int tile;                     ///< examples per tile, a multiple of 16
  std::ptrdiff_t input_stride;  ///< floats from one example's inputs to the next
  std::ptrdiff_t padded;        ///< floats of one replica's padded weights
  std::ptrdiff_t transposed;    ///< floats of all W^T
  std::ptrdiff_t activations;   ///< floats of one tile of activations of all hidden layers
  std::ptrdiff_t noise;         ///< floats of the noise buffer
  std::ptrdiff_t carried;       ///< floats of the noise that lm carries from step to step
  std::uint64_t noise_blocks;
  const float* potential = nullptr;  ///< parameters of the modes, padded; null: the loss is that of the network
  PotentialKind potential_kind = PotentialKind::quadratic;
};

/// Normals drawn at a time, at least: they stay in the first-level cache until they are used.
inline constexpr std::ptrdiff_t noise_chunk = 1024;

std::vector<LayerPlan> plan_layers(const Network& network, int tile);
Plan make_plan(const Network& network, std::span<const LayerPlan> layers, int tile);

/// Examples per tile: as even as multiples of 16 allow, at most 128, so that a tile's activations stay near the core.
int examples_per_tile(int examples);

/// Copies one network between logical order (N floats) and its padded rows.
void pad_weights(const Plan& plan, std::span<const float> logical, std::span<float> padded);
void unpad_weights(const Plan& plan, std::span<const float> padded, std::span<float> logical);

/// Floats of a row of `n` values: a multiple of 16, but not of 128, where rows would collide in a cache's sets.
std::ptrdiff_t row_stride(int n);

}  // namespace replicas::cpu
