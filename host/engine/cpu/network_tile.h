#pragma once

#include "engine/cpu/kernels.h"
#include "engine/cpu/output_layer.h"
#include "engine/cpu/pack.h"
#include "engine/cpu/product.h"

namespace replicas::cpu {

/// The inputs of layer l for the examples of one tile: the data, or the activations of the layer below.
struct TileInput {
  const float* values;
  std::ptrdiff_t stride;
};

template <class InstructionSet>
HOST_DEVICE TileInput input_of(const Plan& plan, const DataView& data, const Scratch& scratch, int l, int first) {
  if (l == 0) return {data.values + first * plan.input_stride, plan.input_stride};
  return {scratch.activations + plan.layers[l - 1].activations, plan.layers[l - 1].stride};
}

/// a = f(z) in place for what is too long for the register tile; the slopes too where the units store them. Padding
/// has z = 0 and has to stay silent.
template <class InstructionSet, Activation kind>
void activate(int rows, int columns, float* values, float* slopes, std::ptrdiff_t stride) {
  for (std::ptrdiff_t r = 0; r < rows; ++r)
    for (std::ptrdiff_t j = 0; j < columns; j += InstructionSet::width) {
      float* const place = values + r * stride + j;
      const Pack<InstructionSet> z = load<InstructionSet>(place);
      const Pack<InstructionSet> a = activation<kind>(z);
      if constexpr (silent_at_zero(kind))
        store(place, a);
      else
        store(place, select<InstructionSet>(first_lanes<InstructionSet>(columns - j), a, Pack<InstructionSet>(0.0f)));
      if constexpr (units_of(kind) == Units::stored) store(slopes + r * stride + j, activation_slope<kind>(z, a));
    }
}

/// Activations of every hidden layer for `rows` examples from `first`.
template <class InstructionSet, Units units>
void forward(const Plan& plan, const DataView& data, const float* weights, const Scratch& scratch, int first,
             int rows) {
  for (int l = 0; l + 1 < plan.depth; ++l) {
    const LayerPlan& layer = plan.layers[l];
    const TileInput input = input_of<InstructionSet>(plan, data, scratch, l, first);
    Product p{rows,         layer.outputs,          layer.inputs, input.values,
              input.stride, weights + layer.weight, layer.stride, scratch.activations + layer.activations,
              layer.stride};
    p.start = weights + layer.bias;  // zero without bias
    if constexpr (units == Units::relu)
      multiply<InstructionSet, true, Finish::relu>(p);
    else
      multiply<InstructionSet, true>(p);
    float* const slopes = scratch.slopes + layer.activations;
    if constexpr (units == Units::tanh)
      activate<InstructionSet, Activation::tanh>(rows, layer.outputs, p.c, slopes, layer.stride);
    if constexpr (units == Units::stored)
      with_activation(plan.activation, [&]<Activation kind>() {
        if constexpr (units_of(kind) == Units::stored)
          activate<InstructionSet, kind>(rows, layer.outputs, p.c, slopes, layer.stride);
      });
  }
}

/// Adds one tile's share to the gradient, from the errors of the last layer down; deltas replace activations.
/// `start_over`: this is the first tile, nothing to add to.
template <class InstructionSet, Units units>
void backward(const Plan& plan, const DataView& data, const float* weights, const Scratch& scratch, int first, int rows,
              bool start_over) {
  constexpr Finish finish = units == Units::linear   ? Finish::store
                            : units == Units::stored ? Finish::times_stored
                                                     : Finish::times_slope;
  {
    const LayerPlan& layer = plan.layers[plan.depth - 1];
    const TileInput input = input_of<InstructionSet>(plan, data, scratch, plan.depth - 1, first);
    Product p{layer.outputs, layer.inputs, rows,         scratch.errors,
              plan.tile,     input.values, input.stride, scratch.gradient + layer.weight,
              layer.stride};
    p.start = start_over ? nullptr : p.c;
    p.start_stride = p.c_stride;
    multiply<InstructionSet, true>(p);
    if (plan.depth > 1) {
      const LayerPlan& below = plan.layers[plan.depth - 2];
      Product q{rows,        layer.inputs,           layer.outputs, scratch.errors,
                plan.tile,   weights + layer.weight, layer.stride,  scratch.activations + below.activations,
                below.stride};
      q.slopes = scratch.slopes + below.activations;
      multiply<InstructionSet, false, finish, units>(q);
    }
  }
  for (int l = plan.depth - 2; l >= 0; --l) {
    const LayerPlan& layer = plan.layers[l];
    const TileInput input = input_of<InstructionSet>(plan, data, scratch, l, first);
    const float* const delta = scratch.activations + layer.activations;
    Product p{layer.inputs, layer.outputs, rows,         input.values,
              input.stride, delta,         layer.stride, scratch.gradient + layer.weight,
              layer.stride};
    p.start = start_over ? nullptr : p.c;
    p.start_stride = p.c_stride;
    if (plan.bias) p.column_sums = scratch.gradient + layer.bias;
    multiply<InstructionSet, false>(p);
    if (l > 0) {
      const LayerPlan& below = plan.layers[l - 1];
      Product q{rows,          layer.inputs,
                layer.outputs, delta,
                layer.stride,  scratch.transposed + layer.transposed,
                below.stride,  scratch.activations + below.activations,
                below.stride};
      q.slopes = scratch.slopes + below.activations;
      multiply<InstructionSet, true, finish, units>(q);
    }
  }
}

/// W^T of every hidden layer but the first, which back-propagation reads.
template <class InstructionSet>
void transpose_weights(const Plan& plan, const float* weights, float* transposed) {
  for (int l = 1; l + 1 < plan.depth; ++l) {
    const LayerPlan& layer = plan.layers[l];
    transpose<InstructionSet>(layer.inputs, layer.outputs, weights + layer.weight, layer.stride,
                              transposed + layer.transposed, plan.layers[l - 1].stride);
  }
}

template <class InstructionSet>
void clear(float* values, std::ptrdiff_t count) {
  for (std::ptrdiff_t i = 0; i < count; i += InstructionSet::width) store(values + i, Pack<InstructionSet>(0.0f));
}

/// Zero into everything that the tiles of a pass add to without starting over.
template <class InstructionSet>
void clear_sums(const Plan& plan, const Scratch& scratch) {
  clear<InstructionSet>(scratch.bias_partials, 16 * static_cast<std::ptrdiff_t>(plan.outputs));
  for (int l = 0; l + 1 < plan.depth; ++l)
    clear<InstructionSet>(scratch.gradient + plan.layers[l].bias, plan.layers[l].stride);
}

HOST_DEVICE void store_output_bias(const Plan& plan, const Scratch& scratch) {
  const LayerPlan& last = plan.layers[plan.depth - 1];
  if (plan.bias)
    for (int c = 0; c < plan.outputs; ++c)
      scratch.gradient[last.bias + c] = sum_of_16(scratch.bias_partials + 16 * static_cast<std::ptrdiff_t>(c));
}

/// grad L into scratch.gradient; loss and wrong labels summed over the examples if `with_loss`.
template <class InstructionSet, Units units, bool with_loss>
LossSums loss_gradient(const Plan& plan, const DataView& data, const float* weights, const Scratch& scratch) {
  LossSums sums{};
  transpose_weights<InstructionSet>(plan, weights, scratch.transposed);
  clear_sums<InstructionSet>(plan, scratch);
  for (int first = 0; first < data.examples; first += plan.tile) {
    const int rows = data.examples - first < plan.tile ? data.examples - first : plan.tile;
    forward<InstructionSet, units>(plan, data, weights, scratch, first, rows);
    const TileInput input = input_of<InstructionSet>(plan, data, scratch, plan.depth - 1, first);
    output_errors<InstructionSet, with_loss>(plan, data, weights, scratch, input.values, input.stride, first, rows,
                                             sums);
    backward<InstructionSet, units>(plan, data, weights, scratch, first, rows, first == 0);
  }
  store_output_bias(plan, scratch);
  return sums;
}

}  // namespace replicas::cpu
