#pragma once

#include "engine/cpu/network_tile.h"

namespace replicas::cpu {

/// Exact Hessian of L times a direction v, forward over reverse (Pearlmutter 1994): every quantity q of the gradient is
/// carried with its tangent Rq = d q(w + t v) / dt at t = 0. Products run on the same micro-kernel, element-wise steps
/// in passes of their own. Where the errors dL/dz of the outputs are taken for zero, what is left is the Gauss-Newton
/// part: all terms with second derivatives of the outputs in the weights have one of them as a factor.
template <class InstructionSet>
struct HessianProduct {
  using Number = Pack<InstructionSet>;
  const Plan& plan;
  const DataView& data;
  const float* weights;
  const float* direction;
  const Scratch& scratch;
  const bool gauss_newton;

  /// C = start + A B, or C += A B with `add`.
  template <bool inner_contiguous>
  // NOLINTNEXTLINE(readability-non-const-parameter): the product writes to c
  static void product(int rows, int columns, int inner, TileInput a, TileInput b, float* c, std::ptrdiff_t c_stride,
                      bool add, const float* start = nullptr, float* column_sums = nullptr) {
    Product p{rows, columns, inner, a.values, a.stride, b.values, b.stride, c, c_stride};
    p.start = add ? c : start;
    p.start_stride = add ? c_stride : 0;
    p.column_sums = column_sums;
    multiply<InstructionSet, inner_contiguous>(p);
  }

  TileInput tangent_of(int l) const {  // of the inputs of layer l > 0
    return {scratch.tangents + plan.layers[l - 1].activations, plan.layers[l - 1].stride};
  }

  void forward_tangents(int first, int rows) const {
    for (int l = 0; l + 1 < plan.depth; ++l) {
      const LayerPlan& layer = plan.layers[l];
      const TileInput input = input_of<InstructionSet>(plan, data, scratch, l, first);
      float* const z = scratch.activations + layer.activations;
      float* const rz = scratch.tangents + layer.activations;
      const TileInput w{weights + layer.weight, layer.stride}, v{direction + layer.weight, layer.stride};
      product<true>(rows, layer.outputs, layer.inputs, input, w, z, layer.stride, false, weights + layer.bias);
      product<true>(rows, layer.outputs, layer.inputs, input, v, rz, layer.stride, false, direction + layer.bias);
      if (l > 0) product<true>(rows, layer.outputs, layer.inputs, tangent_of(l), w, rz, layer.stride, true);
      with_activation(plan.activation, [&]<Activation kind>() { activate_tangents<kind>(layer, rows); });
    }
  }

  /// a and Ra in the place of z and Rz of one layer, and f'(z) and f''(z) Rz.
  template <Activation kind>
  void activate_tangents(const LayerPlan& layer, int rows) const {
    float* const z = scratch.activations + layer.activations;
    float* const rz = scratch.tangents + layer.activations;
    for (std::ptrdiff_t r = 0; r < rows; ++r)
      for (std::ptrdiff_t j = 0; j < layer.outputs; j += InstructionSet::width) {
        const std::ptrdiff_t at = r * layer.stride + j;
        const Number before = load<InstructionSet>(z + at), tangent = load<InstructionSet>(rz + at);
        const Number a = activation<kind>(before), slope = activation_slope<kind>(before, a);
        const auto real = first_lanes<InstructionSet>(layer.outputs - j);
        store(z + at, silent_at_zero(kind) ? a : select<InstructionSet>(real, a, Number(0.0f)));
        store(scratch.slopes + layer.activations + at, slope);
        store(scratch.bends + layer.activations + at, activation_curvature<kind>(before, a) * tangent);
        store(rz + at, slope * tangent);
      }
  }

  void output_tangents(int first, int rows) const {
    const LayerPlan& last = plan.layers[plan.depth - 1];
    const std::ptrdiff_t inner = (static_cast<std::ptrdiff_t>(last.inputs) + 15) / 16 * 16;
    const TileInput a = input_of<InstructionSet>(plan, data, scratch, plan.depth - 1, first);
    Number* const z = reinterpret_cast<Number*>(scratch.logits);
    Number* const error = z + plan.outputs;
    Number* const rz = error + plan.outputs;
    Number* const product = rz + plan.outputs;
    const Number scale(1.0f / static_cast<float>(data.examples));
    for (std::ptrdiff_t n = 0; n < rows; n += InstructionSet::width) {
      logits_of<InstructionSet>(plan, weights, a.values + n * a.stride, a.stride, z);
      group_loss<InstructionSet>(plan, data, first + n, z, error, rz);
      for (int c = 0; c < plan.outputs; ++c) {
        const std::ptrdiff_t row = last.weight + c * last.stride;
        rz[c] = dot_products<InstructionSet>(a.values + n * a.stride, a.stride, direction + row, inner) +
                Number(direction[last.bias + c]);
        if (plan.depth > 1) {
          const TileInput ra = tangent_of(plan.depth - 1);
          rz[c] = rz[c] + dot_products<InstructionSet>(ra.values + n * ra.stride, ra.stride, weights + row, inner);
        }
      }
      if (plan.loss == Loss::softmax)
        softmax_product(error, plan.outputs, load<InstructionSet>(data.labels + first + n), rz, product);
      else if (plan.loss == Loss::logistic)
        product[0] = rz[0] * logistic_curvature(error[0]);
      else
        for (int c = 0; c < plan.outputs; ++c) product[c] = plan.loss == Loss::hinge ? Number(0.0f) : rz[c];
      const auto present = first_lanes<InstructionSet>(rows - n);
      const int lane = static_cast<int>(n % 16);
      for (int c = 0; c < plan.outputs; ++c) {
        const std::ptrdiff_t place = static_cast<std::ptrdiff_t>(c) * plan.tile + n;
        const Number e = gauss_newton ? Number(0.0f) : select<InstructionSet>(present, error[c] * scale, Number(0.0f));
        const Number re = select<InstructionSet>(present, product[c] * scale, Number(0.0f));
        float* const partial = scratch.bias_partials + 16 * static_cast<std::ptrdiff_t>(c) + lane;
        store(partial, load<InstructionSet>(partial) + re);
        store(scratch.errors + place, e);
        store(scratch.tangent_errors + place, re);
      }
    }
  }

  /// Into the buffers of layer l's activations: delta and its tangent, from sums over the layer above.
  void times_slopes(int l, int rows) const {
    const LayerPlan& layer = plan.layers[l];
    float* const delta = scratch.activations + layer.activations;
    float* const tangent = scratch.tangents + layer.activations;
    const float* const slopes = scratch.slopes + layer.activations;
    const float* const bends = scratch.bends + layer.activations;
    for (std::ptrdiff_t r = 0; r < rows; ++r)
      for (std::ptrdiff_t j = r * layer.stride; j < r * layer.stride + layer.outputs; j += InstructionSet::width) {
        const Number sum = load<InstructionSet>(delta + j), slope = load<InstructionSet>(slopes + j);
        store(tangent + j, fused(load<InstructionSet>(tangent + j), slope, sum * load<InstructionSet>(bends + j)));
        store(delta + j, sum * slope);
      }
  }

  void backward_tangents(int first, int rows) const {
    const bool add = first > 0;
    const int top = plan.depth - 1;
    {
      const LayerPlan& last = plan.layers[top];
      const TileInput e{scratch.errors, plan.tile}, re{scratch.tangent_errors, plan.tile};
      const TileInput a = input_of<InstructionSet>(plan, data, scratch, top, first);
      float* const h = scratch.gradient + last.weight;
      product<true>(last.outputs, last.inputs, rows, re, a, h, last.stride, add);
      if (top > 0) {
        product<true>(last.outputs, last.inputs, rows, e, tangent_of(top), h, last.stride, true);
        const TileInput w{weights + last.weight, last.stride}, v{direction + last.weight, last.stride};
        const LayerPlan& below = plan.layers[top - 1];
        float* const delta = scratch.activations + below.activations;
        float* const tangent = scratch.tangents + below.activations;
        product<false>(rows, last.inputs, last.outputs, e, w, delta, below.stride, false);
        product<false>(rows, last.inputs, last.outputs, re, w, tangent, below.stride, false);
        product<false>(rows, last.inputs, last.outputs, e, v, tangent, below.stride, true);
        times_slopes(top - 1, rows);
      }
    }
    for (int l = top - 1; l >= 0; --l) {
      const LayerPlan& layer = plan.layers[l];
      const TileInput a = input_of<InstructionSet>(plan, data, scratch, l, first);
      const TileInput d{scratch.activations + layer.activations, layer.stride};
      const TileInput rd{scratch.tangents + layer.activations, layer.stride};
      float* const h = scratch.gradient + layer.weight;
      product<false>(layer.inputs, layer.outputs, rows, a, rd, h, layer.stride, add, nullptr,
                     plan.bias ? scratch.gradient + layer.bias : nullptr);
      if (l == 0) break;
      product<false>(layer.inputs, layer.outputs, rows, tangent_of(l), d, h, layer.stride, true);
      const LayerPlan& below = plan.layers[l - 1];
      const TileInput w{scratch.transposed + layer.transposed, below.stride};
      const TileInput v{scratch.direction_transposed + layer.transposed, below.stride};
      float* const delta = scratch.activations + below.activations;
      float* const tangent = scratch.tangents + below.activations;
      product<true>(rows, layer.inputs, layer.outputs, d, w, delta, below.stride, false);
      product<true>(rows, layer.inputs, layer.outputs, rd, w, tangent, below.stride, false);
      product<true>(rows, layer.inputs, layer.outputs, d, v, tangent, below.stride, true);
      times_slopes(l - 1, rows);
    }
  }

  void run() const {
    transpose_weights<InstructionSet>(plan, weights, scratch.transposed);
    transpose_weights<InstructionSet>(plan, direction, scratch.direction_transposed);
    clear_sums<InstructionSet>(plan, scratch);
    for (int first = 0; first < data.examples; first += plan.tile) {
      const int rows = data.examples - first < plan.tile ? data.examples - first : plan.tile;
      forward_tangents(first, rows);
      output_tangents(first, rows);
      backward_tangents(first, rows);
    }
    store_output_bias(plan, scratch);
  }
};

}  // namespace replicas::cpu
