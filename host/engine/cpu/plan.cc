#include "engine/cpu/plan.h"

#include <algorithm>

namespace replicas::cpu {

namespace {

constexpr std::ptrdiff_t up_to_16(std::ptrdiff_t n) { return (n + 15) / 16 * 16; }

/// Calls visit(logical, padded, count, padded_step) for every contiguous run of logical weights.
template <class Visit>
void for_each_run(const Plan& plan, Visit visit) {
  std::size_t logical = 0;
  for (int l = 0; l < plan.depth; ++l) {
    const LayerPlan& layer = plan.layers[l];
    const bool last = l + 1 == plan.depth;
    for (int i = 0; i < layer.inputs; ++i) {
      const std::ptrdiff_t padded = last ? layer.weight + i : layer.weight + i * layer.stride;
      visit(logical, padded, layer.outputs, last ? layer.stride : 1);
      logical += static_cast<std::size_t>(layer.outputs);
    }
    if (plan.bias) {
      visit(logical, layer.bias, layer.outputs, 1);
      logical += static_cast<std::size_t>(layer.outputs);
    }
  }
}

}  // namespace

std::ptrdiff_t row_stride(int n) {
  const std::ptrdiff_t stride = up_to_16(n);
  return stride % 128 == 0 ? stride + 16 : stride;
}

int examples_per_tile(int examples) {
  const int groups = (examples + 15) / 16;
  const int tiles = (groups + 7) / 8;
  return (groups + tiles - 1) / tiles * 16;
}

std::vector<LayerPlan> plan_layers(const Network& network, int tile) {
  std::vector<LayerPlan> layers;
  std::ptrdiff_t padded = 0, transposed = 0, activations = 0;
  for (const Layer& layer : network.layers()) {
    const bool last = layers.size() + 1 == network.layers().size();
    LayerPlan plan{};
    plan.inputs = layer.inputs;
    plan.outputs = layer.outputs;
    plan.stride = row_stride(last ? layer.inputs : layer.outputs);
    plan.weight = padded;
    plan.bias = padded + (last ? layer.outputs : layer.inputs) * plan.stride;
    padded = plan.bias + (last ? up_to_16(layer.outputs) : plan.stride);
    plan.transposed = transposed;
    if (!last && !layers.empty()) transposed += layer.outputs * row_stride(layer.inputs);
    plan.activations = activations;
    if (!last) activations += tile * plan.stride;
    plan.noise = layer.noise;
    plan.bias_noise = layer.bias_noise;
    layers.push_back(plan);
  }
  return layers;
}

Plan make_plan(const Network& network, std::span<const LayerPlan> layers, int tile) {
  Plan plan{};
  plan.layers = layers.data();
  plan.depth = static_cast<int>(layers.size());
  plan.inputs = network.inputs();
  plan.outputs = network.outputs();
  plan.activation = network.activation();
  plan.loss = network.loss();
  plan.bias = network.bias();
  plan.tile = tile;
  plan.input_stride = row_stride(network.inputs());
  const LayerPlan& last = layers.back();
  plan.padded = last.bias + up_to_16(last.outputs);
  std::ptrdiff_t widest = std::max(last.stride, up_to_16(last.outputs));
  for (std::size_t l = 0; l + 1 < layers.size(); ++l) {
    widest = std::max(widest, layers[l].stride);
    plan.activations += tile * layers[l].stride;
    if (l > 0) plan.transposed += layers[l].outputs * row_stride(layers[l].inputs);
  }
  // A chunk or a long row after what is left of the one before, whole groups; or the four outputs of a block.
  plan.noise = std::max<std::ptrdiff_t>(2 * noise_chunk, 4 * widest) + 256;
  plan.carried = static_cast<std::ptrdiff_t>(last.noise) + 128 + (last.outputs + 3) / 4 * 4 * up_to_16(last.inputs) +
                 up_to_16(last.outputs) + 128;
  plan.noise_blocks = network.noise_blocks();
  return plan;
}

void pad_weights(const Plan& plan, std::span<const float> logical, std::span<float> padded) {
  std::fill(padded.begin(), padded.end(), 0.0f);
  for_each_run(plan, [&](std::size_t from, std::ptrdiff_t to, int count, std::ptrdiff_t step) {
    for (int i = 0; i < count; ++i)
      padded[static_cast<std::size_t>(to + i * step)] = logical[from + static_cast<std::size_t>(i)];
  });
}

void unpad_weights(const Plan& plan, std::span<const float> padded, std::span<float> logical) {
  for_each_run(plan, [&](std::size_t to, std::ptrdiff_t from, int count, std::ptrdiff_t step) {
    for (int i = 0; i < count; ++i)
      logical[to + static_cast<std::size_t>(i)] = padded[static_cast<std::size_t>(from + i * step)];
  });
}

}  // namespace replicas::cpu
