#pragma once

#include "block_view.h"
#include "floats.cuh"

namespace replicas::gpu {

/// Four neighbouring weights of one row (fewer at its end) that share a block of noise.
struct Quad {
  int block, count;  ///< of the layout, counting two per layer; how many of the four exist
  float *weight, *gradient;
  std::uint64_t logical;
};

/// Weights number 4 q.. of a slot, counted with every row padded to a multiple of four.
__device__ inline Quad quad_of(const BlockView& block, int slot, std::uint32_t q) {
  int l = 0;
  while (q >= block.layers[l].first_quad + block.layers[l].quads) ++l;
  const LayerView& layer = block.layers[l];
  const std::uint32_t place = q - layer.first_quad, row_in_quads = place / layer.quads_per_row;
  const auto row = static_cast<int>(row_in_quads);
  const auto column = static_cast<int>(4 * (place - row_in_quads * layer.quads_per_row));
  const int left = layer.outputs - column;
  Quad quad{2 * l, left < 4 ? left : 4, nullptr, nullptr, 0};
  quad.logical = layer.logical + static_cast<std::uint64_t>(row) * static_cast<std::uint64_t>(layer.outputs) +
                 static_cast<std::uint64_t>(column);
  if (row == layer.inputs) {
    quad.block += 1;
    const std::ptrdiff_t place_of_bias = static_cast<std::ptrdiff_t>(slot) * layer.outputs + column;
    quad.weight = layer.bias + place_of_bias;
    quad.gradient = layer.bias_gradient + place_of_bias;
  } else {
    quad.weight = layer.weights.data + slot * layer.weights.slot + row * layer.weights.row + column;
    quad.gradient = layer.gradient.data + slot * layer.gradient.slot + row * layer.gradient.row + column;
  }
  return quad;
}

/// Whether all four are there and lie as one access of 16 bytes wants them.
__device__ inline bool whole(const float* place, int count) {
  return count == 4 && reinterpret_cast<std::uintptr_t>(place) % sizeof(Floats<4>) == 0;
}

/// The first `count` of four numbers; the others are zero.
__device__ inline Floats<4> load_quad(const float* from, int count) {
  if (whole(from, count)) return floats_at<4>(from);
  Floats<4> values{};
#pragma unroll
  for (int i = 0; i < 4; ++i)
    if (i < count) values.v[i] = from[i];
  return values;
}

__device__ inline void store_quad(float* to, int count, const Floats<4>& values) {
  if (whole(to, count)) {
    floats_at<4>(to) = values;
    return;
  }
#pragma unroll
  for (int i = 0; i < 4; ++i)
    if (i < count) to[i] = values.v[i];
}

/// How the weights of a quad move.
__device__ inline const BlockRule& rule_of(const BlockView& block, const StepRule& rule, const SlotReplica& replica,
                                           const Quad& quad) {
  return rule.blocks[2 * replica.rung * block.depth + quad.block];
}

/// What the weights of a quad are confined to.
__device__ inline Floats<4> centre_of(const BlockView& block, const StepRule& rule, const SlotReplica& replica,
                                      const Quad& quad) {
  if (rule.anchor == nullptr) return {};
  return load_quad(rule.anchor + static_cast<std::uint64_t>(replica.place) * block.weights + quad.logical, quad.count);
}

}  // namespace replicas::gpu
