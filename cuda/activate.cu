#include "hidden_layer.h"
#include "threads.cuh"
#include "with_activation.h"

namespace replicas::gpu {

namespace {

constexpr int threads = 256;

template <Activation kind, bool second>
__global__ void __launch_bounds__(threads)
    activate_kernel(HiddenView layer, const float* bias, const float* bias_direction) {
  const int slot = block_y();
  const std::int64_t i = static_cast<std::int64_t>(block_x()) * threads + thread_index();
  if (i >= static_cast<std::int64_t>(layer.examples) * layer.outputs) return;
  const std::int64_t example = i / layer.outputs, column = i % layer.outputs;
  const std::int64_t place = slot * layer.values.slot + example * layer.values.row + column;
  const std::int64_t bias_place = static_cast<std::int64_t>(slot) * layer.outputs + column;
  const float z = layer.values.data[place] + (bias == nullptr ? 0.0f : bias[bias_place]);
  const float a = activation<kind>(z);
  layer.values.data[place] = a;
  if (layer.slopes.data == nullptr) return;
  const float slope = activation_slope<kind>(z, a);
  layer.slopes.data[place] = slope;
  if constexpr (second) {
    const float tangent = layer.tangents.data[place] + (bias_direction == nullptr ? 0.0f : bias_direction[bias_place]);
    layer.bends.data[place] = activation_curvature<kind>(z, a) * tangent;
    layer.tangents.data[place] = slope * tangent;
  }
}

}  // namespace

void activate(Lane& lane, const HiddenView& layer, const float* bias, const float* bias_direction) {
  const std::size_t elements = static_cast<std::size_t>(layer.examples) * static_cast<std::size_t>(layer.outputs);
  const Launch shape{.blocks_x = (elements + threads - 1) / threads,
                     .blocks_y = static_cast<std::size_t>(layer.slots),
                     .threads = threads};
  with_activation(layer.kind, [&](auto kind) {
    if (layer.tangents.data != nullptr)
      launch(lane, shape, activate_kernel<kind.value, true>, layer, bias, bias_direction);
    else
      launch(lane, shape, activate_kernel<kind.value, false>, layer, bias, bias_direction);
  });
}

}  // namespace replicas::gpu
