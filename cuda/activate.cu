#include "layer_tile.cuh"
#include "with_activation.h"

namespace replicas::gpu {

namespace {

constexpr int batch = 4;  // examples of a thread, loaded before any is computed: the loads overlap

template <int width>
__device__ Floats<width> some_or_zero(const float* values, std::int64_t place) {
  return values == nullptr ? Floats<width>{} : floats_at<width>(values + place);
}

template <Activation kind, bool second, int width>
__global__ void __launch_bounds__(tile_threads)
    activate_kernel(HiddenView layer, int across, const float* bias, const float* bias_direction) {
  using Some = Floats<width>;
  const TilePlace place = tile_place<width>(layer, across);
  if (!place.inside) return;
  const int down = layer.split.down, example = block_x() * batch * down + place.row;
  const std::int64_t first = place_of(layer, place, example);
  const int step = down * layer.columns;
  const Some b = some_or_zero<width>(bias, place_in_slots(layer, place));
  Some z[batch], tangent[batch], tangent_b;
  if constexpr (second) tangent_b = some_or_zero<width>(bias_direction, place_in_slots(layer, place));
#pragma unroll
  for (int k = 0; k < batch; ++k) {
    if (example + k * down >= layer.examples) continue;
    z[k] = floats_at<width>(layer.values + first + k * step);
    if constexpr (second) tangent[k] = floats_at<width>(layer.tangents + first + k * step);
  }
#pragma unroll
  for (int k = 0; k < batch; ++k) {
    if (example + k * down >= layer.examples) continue;
    Some a, slope, bend;
#pragma unroll
    for (int i = 0; i < width; ++i) {
      const float own = z[k].v[i] + b.v[i];
      a.v[i] = activation<kind>(own);
      if constexpr (keeps_slopes(kind, second)) slope.v[i] = activation_slope<kind>(own, a.v[i]);
      if constexpr (second) {
        const float along = tangent[k].v[i] + tangent_b.v[i];
        bend.v[i] = activation_curvature<kind>(own, a.v[i]) * along;
        tangent[k].v[i] = slope.v[i] * along;
      }
    }
    floats_at<width>(layer.values + first + k * step) = a;
    if constexpr (keeps_slopes(kind, second)) floats_at<width>(layer.slopes + first + k * step) = slope;
    if constexpr (second) {
      floats_at<width>(layer.bends + first + k * step) = bend;
      floats_at<width>(layer.tangents + first + k * step) = tangent[k];
    }
  }
}

template <bool second>
void start(Stream& stream, const HiddenView& layer, const float* bias, const float* bias_direction) {
  gpu::with_activation(layer.kind, [&](auto kind) {
    with_width(layer, [&](auto width) {
      const TileLaunch tiles = tiles_of(layer, width.value, rounded_up_ratio(layer.examples, batch * layer.split.down));
      launch(stream, tiles.shape, activate_kernel<kind.value, second, width.value>, layer, tiles.across, bias,
             bias_direction);
    });
  });
}

}  // namespace

void activate(Stream& stream, const HiddenView& layer, const float* bias, const float* bias_direction) {
  layer.tangents == nullptr ? start<false>(stream, layer, bias, bias_direction)
                            : start<true>(stream, layer, bias, bias_direction);
}

}  // namespace replicas::gpu
