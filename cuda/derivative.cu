#include "hidden_layer.h"
#include "threads.cuh"
#include "with_activation.h"

namespace replicas::gpu {

namespace {

constexpr int columns = 32, rows = 8, threads = columns * rows;

/// Adds up the eight partial sums of each column, in order, and writes them.
__device__ void write_column_sums(float sum, float* sums, int slot, int column, int outputs) {
  float* const partial = shared_memory<float>();
  partial[thread_index()] = sum;
  block_barrier();
  if (thread_index() >= columns || column >= outputs) return;
  float total = 0;
  for (int row = 0; row < rows; ++row) total += partial[row * columns + thread_index()];
  sums[static_cast<std::int64_t>(slot) * outputs + column] = total;
}

template <Activation kind, bool second>
__global__ void __launch_bounds__(threads) derivative_kernel(HiddenView layer, float* sums) {
  const int slot = block_y(), column = block_x() * columns + thread_index() % columns;
  float sum = 0;
  if (column < layer.outputs)
    for (int example = thread_index() / columns; example < layer.examples; example += rows) {
      const std::int64_t place = slot * layer.values.slot + example * layer.values.row + column;
      const float a = layer.values.data[place], below = layer.errors.data[place];
      const float slope = layer.slopes.data == nullptr ? activation_slope<kind>(a, a) : layer.slopes.data[place];
      const float error = below * slope;
      layer.errors.data[place] = error;
      if constexpr (second) {
        const float tangent = layer.error_tangents.data[place] * slope + below * layer.bends.data[place];
        layer.error_tangents.data[place] = tangent;
        sum += tangent;
      } else {
        sum += error;
      }
    }
  if (sums != nullptr) write_column_sums(sum, sums, slot, column, layer.outputs);
}

__global__ void __launch_bounds__(threads)
    sum_examples_kernel(Matrices errors, int examples, int outputs, float* sums) {
  const int slot = block_y(), column = block_x() * columns + thread_index() % columns;
  float sum = 0;
  if (column < outputs)
    for (int example = thread_index() / columns; example < examples; example += rows)
      sum += errors.data[slot * errors.slot + example * errors.row + column];
  write_column_sums(sum, sums, slot, column, outputs);
}

Launch by_columns(int outputs, int slots) {
  return {.blocks_x = static_cast<std::size_t>((outputs + columns - 1) / columns),
          .blocks_y = static_cast<std::size_t>(slots),
          .threads = threads,
          .shared_bytes = threads * sizeof(float),
          .barriers = true};
}

}  // namespace

void derivative(Lane& lane, const HiddenView& layer, float* bias_gradient) {
  with_activation(layer.kind, [&](auto kind) {
    launch(lane, by_columns(layer.outputs, layer.slots), derivative_kernel<kind.value, false>, layer, bias_gradient);
  });
}

void derivative_tangent(Lane& lane, const HiddenView& layer, float* bias_product) {
  // Slopes were kept, so the kind does not matter.
  launch(lane, by_columns(layer.outputs, layer.slots), derivative_kernel<Activation::linear, true>, layer,
         bias_product);
}

void sum_examples(Lane& lane, const Matrices& errors, int examples, int outputs, int slots, float* sums) {
  launch(lane, by_columns(outputs, slots), sum_examples_kernel, errors, examples, outputs, sums);
}

}  // namespace replicas::gpu
