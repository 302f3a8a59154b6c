#pragma once

#include "block_view.h"
#include "threads.cuh"

namespace replicas::gpu {

/// Four neighbouring weights of one row (fewer at its end) that share a block of noise.
struct Quad {
  int layer, count;  ///< how many of the four exist
  float *weight, *gradient;
  std::uint64_t logical;
};

/// Weights number 4 q.. of a slot, counted with every row padded to a multiple of four.
__device__ inline Quad quad_of(const BlockView& block, int slot, std::uint32_t q) {
  int l = 0;
  while (q >= block.layers[l].first_quad + block.layers[l].quads) ++l;
  const LayerView& layer = block.layers[l];
  const std::uint32_t place = q - layer.first_quad;
  const auto row = static_cast<int>(place / layer.quads_per_row);
  const auto column = static_cast<int>(4 * (place % layer.quads_per_row));
  const int left = layer.outputs - column;
  Quad quad{l, left < 4 ? left : 4, nullptr, nullptr, 0};
  quad.logical = layer.logical + static_cast<std::uint64_t>(row) * static_cast<std::uint64_t>(layer.outputs) +
                 static_cast<std::uint64_t>(column);
  if (row == layer.inputs) {
    const std::ptrdiff_t place_of_bias = static_cast<std::ptrdiff_t>(slot) * layer.outputs + column;
    quad.weight = layer.bias + place_of_bias;
    quad.gradient = layer.bias_gradient + place_of_bias;
  } else {
    quad.weight = layer.weights.data + slot * layer.weights.slot + row * layer.weights.row + column;
    quad.gradient = layer.gradient.data + slot * layer.gradient.slot + row * layer.gradient.row + column;
  }
  return quad;
}

}  // namespace replicas::gpu
