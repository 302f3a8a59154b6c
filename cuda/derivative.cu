#include "layer_tile.cuh"
#include "with_activation.h"

namespace replicas::gpu {

namespace {

/// What one example's step back reads; fields that a kernel does not use cost nothing.
template <int width>
struct Read {
  Floats<width> a, slope, below, bend, tangent_below;
};

template <Activation kind, bool second, int width>
__device__ void read(const HiddenView& layer, std::int64_t place, Read<width>& own) {
  own.below = floats_at<width>(layer.errors + place);
  if constexpr (keeps_slopes(kind, second))
    own.slope = floats_at<width>(layer.slopes + place);
  else
    own.a = floats_at<width>(layer.values + place);
  if constexpr (second) {
    own.bend = floats_at<width>(layer.bends + place);
    own.tangent_below = floats_at<width>(layer.error_tangents + place);
  }
}

/// Writes dL/dz (and its tangent) of one example and adds to the thread's sum.
template <Activation kind, bool second, int width>
__device__ void step_back(const HiddenView& layer, std::int64_t place, const Read<width>& own, Floats<width>& sum) {
  Floats<width> error, tangent;
#pragma unroll
  for (int i = 0; i < width; ++i) {
    float slope;
    if constexpr (keeps_slopes(kind, second))
      slope = own.slope.v[i];
    else
      slope = activation_slope<kind>(own.a.v[i], own.a.v[i]);
    error.v[i] = own.below.v[i] * slope;
    if constexpr (second) tangent.v[i] = own.tangent_below.v[i] * slope + own.below.v[i] * own.bend.v[i];
    sum.v[i] += second ? tangent.v[i] : error.v[i];
  }
  floats_at<width>(layer.errors + place) = error;
  if constexpr (second) floats_at<width>(layer.error_tangents + place) = tangent;
}

/// Adds up the sums of all rows of threads, in order, and writes one partial sum per column.
template <int width>
__device__ void write_partials(const HiddenView& layer, int across, const TilePlace& place, const Floats<width>& sum) {
  float* const sums = shared_memory<float>();  // [down][columns of the block]
  const int columns = across * width, first = block_z() * columns;
  if (place.row < layer.split.down) floats_at<width>(sums + place.row * columns + place.column - first) = sum;
  block_barrier();
  const int own = thread_index();
  if (own >= columns || first + own >= layer.columns) return;
  float total = 0;
#pragma unroll 4
  for (int row = 0; row < layer.split.down; ++row) total += sums[row * columns + own];
  const std::int64_t row = static_cast<std::int64_t>(block_x()) * layer.matrices + place.matrix;
  layer.partials[row * layer.columns + first + own] = total;
}

template <Activation kind, bool second, int width>
__global__ void __launch_bounds__(tile_threads) derivative_kernel(HiddenView layer, int across) {
  constexpr int batch = second ? 2 : 4;  // examples loaded before any is computed: the loads overlap
  const TilePlace place = tile_place<width>(layer, across);
  const int down = layer.split.down, begin = block_x() * layer.split.chunk;
  const int end = begin + layer.split.chunk < layer.examples ? begin + layer.split.chunk : layer.examples;
  const int step = down * layer.columns;
  std::int64_t first = place_of(layer, place, begin + place.row);
  Floats<width> sum{};
  if (place.inside)
    for (int example = begin + place.row; example < end; example += batch * down, first += batch * step) {
      Read<width> own[batch];
#pragma unroll
      for (int k = 0; k < batch; ++k)
        if (example + k * down < end) read<kind, second>(layer, first + k * step, own[k]);
#pragma unroll
      for (int k = 0; k < batch; ++k)
        if (example + k * down < end) step_back<kind, second>(layer, first + k * step, own[k], sum);
    }
  if (layer.partials != nullptr) write_partials(layer, across, place, sum);
}

template <Activation kind, bool second>
void start(Stream& stream, const HiddenView& layer) {
  with_width(layer, [&](auto width) {
    TileLaunch tiles = tiles_of(layer, width.value, layer.split.chunks);
    tiles.shape.shared_bytes = sizeof(float) * static_cast<std::size_t>(layer.split.down * tiles.across * width.value);
    tiles.shape.barriers = true;
    launch(stream, tiles.shape, derivative_kernel<kind, second, width.value>, layer, tiles.across);
  });
}

}  // namespace

void derivative(Stream& stream, const HiddenView& layer) {
  gpu::with_activation(layer.kind, [&](auto kind) { start<kind.value, false>(stream, layer); });
}

void derivative_tangent(Stream& stream, const HiddenView& layer) {
  start<Activation::linear, true>(stream, layer);  // slopes were kept, so the kind does not matter
}

}  // namespace replicas::gpu
