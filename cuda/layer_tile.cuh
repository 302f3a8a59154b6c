#pragma once

#include <type_traits>

#include "floats.cuh"
#include "hidden_layer.h"

namespace replicas::gpu {

/// Where a thread of an element-wise kernel works: blocks along x share the examples, along y the matrices, along z the
/// columns; in a block `across` threads share the columns, `width` each, and `down` the examples.
struct TilePlace {
  int row, column, matrix;
  bool inside;
};

template <int width>
__device__ inline TilePlace tile_place(const HiddenView& layer, int across) {
  const auto thread = static_cast<unsigned>(thread_index()), wide = static_cast<unsigned>(across);
  const auto row = static_cast<int>(thread / wide), unit = static_cast<int>(thread % wide);
  const int column = (block_z() * across + unit) * width;
  return {row, column, block_y(), row < layer.split.down && column < layer.columns};
}

/// Place of an example's `column` in every array of the layer; examples follow at a distance of `columns`. Arrays may
/// exceed 2^31 numbers, the few examples that a thread loads at once never span as many.
__device__ inline std::int64_t place_of(const HiddenView& layer, const TilePlace& place, int example) {
  return (static_cast<std::int64_t>(place.matrix) * layer.examples + example) * layer.columns + place.column;
}

/// Place of `column` in arrays [slots][outputs].
__device__ inline std::int64_t place_in_slots(const HiddenView& layer, const TilePlace& place) {
  return static_cast<std::int64_t>(place.matrix) * layer.columns + place.column;
}

/// How a kernel over the tiles of a layer is started; `across` is its argument.
struct TileLaunch {
  Launch shape;
  int across;
};

inline TileLaunch tiles_of(const HiddenView& layer, int width, int chunks) {
  const int units = layer.columns / width, down = layer.split.down;
  const int across = std::min(tile_threads / down, units);
  const Launch shape{.blocks_x = static_cast<std::size_t>(chunks),
                     .blocks_y = static_cast<std::size_t>(layer.matrices),
                     .threads = rounded_up_ratio(across * down, 32) * 32,
                     .blocks_z = static_cast<std::size_t>(rounded_up_ratio(units, across))};
  return {shape, across};
}

/// Calls `body` with the floats of one access as a constant (its argument's `value`): four where whole rows allow it.
template <class Body>
void with_width(const HiddenView& layer, Body body) {
  if (layer.columns % 4 == 0) return body(std::integral_constant<int, 4>{});
  body(std::integral_constant<int, 1>{});
}

}  // namespace replicas::gpu
