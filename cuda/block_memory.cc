#include "block_memory.h"

#include <algorithm>

namespace replicas::gpu {

namespace {

constexpr std::size_t cache_bytes = 36 << 20;  // of the 40 MB (A100) to 60 MB (H200) there are
constexpr int most_slots = 512;

std::size_t aligned(std::size_t floats) { return (floats + 63) / 64 * 64; }

std::size_t activations(const Network& network, int examples, std::size_t l) {
  return static_cast<std::size_t>(examples) * static_cast<std::size_t>(network.layers()[l].outputs);
}

std::size_t weights_of(const Layer& layer) {
  return static_cast<std::size_t>(layer.inputs) * static_cast<std::size_t>(layer.outputs);
}

/// Floats of one copy of all weights and biases of all slots, each array aligned.
std::size_t weight_floats(const Network& network, int slots) {
  std::size_t floats = 0;
  for (const Layer& layer : network.layers())
    floats += aligned(weights_of(layer) * static_cast<std::size_t>(slots)) +
              aligned(static_cast<std::size_t>(layer.outputs) * static_cast<std::size_t>(slots));
  return floats;
}

/// Chunks of examples that a layer's bias gradient is summed by.
int chunks_of(const Network& network, int examples, std::size_t l) {
  if (l + 1 == network.layers().size()) return loss_chunks(examples);
  return split_examples(examples, network.layers()[l].outputs).chunks;
}

/// Floats of the partial sums of one layer's bias gradient, of all slots.
std::size_t partial_floats(const Network& network, int examples, int slots, std::size_t l) {
  if (!network.bias()) return 0;
  return aligned(static_cast<std::size_t>(chunks_of(network, examples, l)) * static_cast<std::size_t>(slots) *
                 static_cast<std::size_t>(network.layers()[l].outputs));
}

/// Arrays of one hidden layer, and of the output layer.
int arrays(const Network& network, bool second, bool hidden) {
  if (!hidden) return second ? 2 : 1;
  return 2 + (keeps_slopes(network.activation(), second) ? 1 : 0) + (second ? 3 : 0);
}

std::size_t floats_of_block(const Network& network, int examples, int slots, bool second) {
  std::size_t floats = weight_floats(network, slots) * (second ? 4 : 2);
  const std::size_t depth = network.layers().size();
  for (std::size_t l = 0; l < depth; ++l)
    floats += static_cast<std::size_t>(arrays(network, second, l + 1 < depth)) *
                  aligned(activations(network, examples, l) * static_cast<std::size_t>(slots)) +
              partial_floats(network, examples, slots, l);
  return floats;
}

}  // namespace

std::size_t floats_per_slot(const Network& network, int examples, bool second) {
  const std::size_t sums_of_loss = 2 * sizeof(double) / sizeof(float);  // and of wrong labels
  return floats_of_block(network, examples, 1, second) + sums_of_loss * static_cast<std::size_t>(loss_chunks(examples));
}

int slots_of(const Network& network, int examples) {
  std::size_t floats = 0;
  for (std::size_t l = 0; l < network.layers().size(); ++l)
    floats += activations(network, examples, l) * (l + 1 < network.layers().size() ? 2 : 1);
  const std::size_t fit = cache_bytes / (4 * floats);
  const int slots = static_cast<int>(std::clamp<std::size_t>(fit, 1, most_slots));
  return slots >= 8 ? slots / 8 * 8 : slots;
}

BlockMemory::BlockMemory(const Network& network, int examples, int slots, bool second)
    : network_(network),
      examples_(examples),
      slots_(slots),
      replicas_(static_cast<std::size_t>(slots)),
      step_(1),
      loss_(static_cast<std::size_t>(slots) * static_cast<std::size_t>(loss_chunks(examples))),
      wrong_(loss_.size()),
      arena_(floats_of_block(network, examples, slots, second)) {
  const std::size_t depth = network.layers().size(), copy = weight_floats(network, slots);
  float* next = arena_.data();
  layers_ = arrange_layers(next, next + copy);
  next += 2 * copy;
  if (second) {
    direction_layers_ = arrange_layers(next, next + copy);
    next += 2 * copy;
  }
  for (std::size_t l = 0; l < depth; ++l) {
    const bool hidden = l + 1 < depth;
    values_.push_back(take(next, l));
    errors_.push_back(hidden ? take(next, l) : values_.back());
    slopes_.push_back(hidden && keeps_slopes(network.activation(), second) ? take(next, l) : Matrices{});
    tangents_.push_back(second ? take(next, l) : Matrices{});
    bends_.push_back(second && hidden ? take(next, l) : Matrices{});
    error_tangents_.push_back(second && hidden ? take(next, l) : tangents_.back());
    if (network.bias()) {
      layers_[l].bias_partials = next;
      if (second) direction_layers_[l].bias_partials = next;  // a Hessian product sums nothing else
    }
    next += partial_floats(network, examples, slots, l);
  }
  layers_on_device_ = DeviceArray<LayerView>(layers_);
  direction_layers_on_device_ = DeviceArray<LayerView>(direction_layers_);
  block_.layers = layers_on_device_.data();
  block_.depth = static_cast<int>(depth);
  block_.slots = slots;
  block_.examples = examples;
  block_.loss_chunks = loss_chunks(examples);
  block_.replicas = replicas_.data();
  block_.step = step_.data();
  block_.loss = loss_.data();
  block_.wrong = wrong_.data();
  block_.quads = static_cast<std::uint32_t>(network.noise_blocks());
  block_.weights = network.weights();
  direction_block_ = block_;
  direction_block_.layers = direction_layers_on_device_.data();
}

std::vector<LayerView> BlockMemory::arrange_layers(float* weights, float* gradient) const {
  std::vector<LayerView> views;
  const auto slots = static_cast<std::size_t>(slots_);
  std::uint32_t quad = 0;
  for (std::size_t l = 0; l < network_.layers().size(); ++l) {
    const Layer& layer = network_.layers()[l];
    LayerView view{};
    view.inputs = layer.inputs;
    view.outputs = layer.outputs;
    const std::ptrdiff_t row = l == 0 ? layer.outputs * static_cast<std::ptrdiff_t>(slots) : layer.outputs;
    const std::ptrdiff_t slot = l == 0 ? layer.outputs : static_cast<std::ptrdiff_t>(weights_of(layer));
    view.weights = {weights, row, slot};
    view.gradient = {gradient, row, slot};
    weights += aligned(weights_of(layer) * slots);
    gradient += aligned(weights_of(layer) * slots);
    view.bias = network_.bias() ? weights : nullptr;
    view.bias_gradient = network_.bias() ? gradient : nullptr;
    weights += aligned(static_cast<std::size_t>(layer.outputs) * slots);
    gradient += aligned(static_cast<std::size_t>(layer.outputs) * slots);
    view.chunks = chunks_of(network_, examples_, l);
    view.logical = layer.weight;
    view.quads_per_row = static_cast<std::uint32_t>((layer.outputs + 3) / 4);
    view.first_quad = quad;
    view.quads = view.quads_per_row * static_cast<std::uint32_t>(layer.inputs + (network_.bias() ? 1 : 0));
    quad += view.quads;
    views.push_back(view);
  }
  return views;
}

/// The activations of layer l: [P][slots][outputs] for the first layer, whose product covers all slots, else
/// [slots][P][outputs].
Matrices BlockMemory::take(float*& arena, std::size_t l) const {
  const std::ptrdiff_t outputs = network_.layers()[l].outputs;
  const Matrices matrices{arena, l == 0 ? outputs * slots_ : outputs, l == 0 ? outputs : outputs * examples_};
  arena += aligned(activations(network_, examples_, l) * static_cast<std::size_t>(slots_));
  return matrices;
}

void BlockMemory::place(Stream& stream, const SlotReplica* replicas, const std::uint64_t* step) const {
  copy_on_device(stream, replicas_.data(), replicas, replicas_.size() * sizeof(SlotReplica));
  copy_on_device(stream, step_.data(), step, sizeof(std::uint64_t));
}

HiddenView BlockMemory::hidden(std::size_t l, bool second) const {
  const int outputs = network_.layers()[l].outputs;
  HiddenView view{};
  view.examples = examples_;
  view.columns = l == 0 ? outputs * slots_ : outputs;
  view.matrices = l == 0 ? 1 : slots_;
  view.split = split_examples(examples_, outputs);
  view.kind = network_.activation();
  view.values = values_[l].data;
  view.errors = errors_[l].data;
  view.slopes = slopes_[l].data;
  view.partials = layers_[l].bias_partials;
  if (second) {
    view.tangents = tangents_[l].data;
    view.bends = bends_[l].data;
    view.error_tangents = error_tangents_[l].data;
  }
  return view;
}

}  // namespace replicas::gpu
