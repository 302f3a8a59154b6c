#pragma once

#include "engine/cpu/kernels.h"
#include "engine/cpu/lane_sums.h"
#include "physics/example_loss.h"

namespace replicas::cpu {

/// Sums over the examples of one pass: the losses over 16 logical lanes, and the wrong labels.
struct LossSums {
  alignas(64) double loss[16];
  int wrong;
};

template <class Machine>
struct GroupLoss {
  Pack<Machine> loss;
  typename Machine::Mask wrong;
};

/// Logits of `width` examples as packs over the examples.
template <class Machine>
HOST_DEVICE void logits_of(const Plan& plan, const float* weights, const float* a, std::ptrdiff_t stride,
                           Pack<Machine>* z) {
  const LayerPlan& last = plan.layers[plan.depth - 1];
  const std::ptrdiff_t inner = (static_cast<std::ptrdiff_t>(last.inputs) + 15) / 16 * 16;
  for (int c = 0; c < plan.outputs; ++c)
    z[c] = dot_products<Machine>(a, stride, weights + last.weight + c * last.stride, inner) +
           Pack<Machine>(weights[last.bias + c]);
}

/// Losses, errors dl/dz and wrong labels of `width` examples from example n on, given their logits.
template <class Machine>
HOST_DEVICE GroupLoss<Machine> group_loss(const Plan& plan, const DataView& data, std::ptrdiff_t n,
                                          const Pack<Machine>* z, Pack<Machine>* error, Pack<Machine>* target) {
  using Number = Pack<Machine>;
  const PackInt<Machine> label = load<Machine>(data.labels + n);
  const int outputs = plan.outputs;
  const auto wrong = Machine::both(PackInt<Machine>(-1) < label, mislabelled(z, outputs, label) > Number(0.0f));
  if (plan.loss == Loss::logistic || (plan.loss == Loss::mse && outputs == 1)) {
    if (plan.loss == Loss::logistic) return {logistic_loss(z[0], label, error), wrong};
    target[0] = load<Machine>(data.targets + n);
    return {squared_loss(z, 1, target, error), wrong};
  }
  if (plan.loss == Loss::softmax) return {softmax_loss(z, outputs, label, error), wrong};
  for (int c = 0; c < outputs; ++c) target[c] = load<Machine>(data.targets + c * data.target_stride + n);
  return {squared_loss(z, outputs, target, error), wrong};
}

/// Errors dL/dz of one tile of examples into scratch.errors (0 beyond the last example) and their lane sums into
/// scratch.bias_partials; `a` is the input of the last layer.
template <class Machine, bool with_loss>
void output_errors(const Plan& plan, const DataView& data, const float* weights, const Scratch& scratch, const float* a,
                   std::ptrdiff_t stride, int first, int rows, LossSums& sums) {
  using Number = Pack<Machine>;
  Number* const z = reinterpret_cast<Number*>(scratch.logits);
  Number* const error = z + plan.outputs;
  Number* const target = error + plan.outputs;
  const Number scale(1.0f / static_cast<float>(data.examples));
  for (std::ptrdiff_t n = 0; n < rows; n += Machine::width) {
    logits_of<Machine>(plan, weights, a + n * stride, stride, z);
    const GroupLoss<Machine> group = group_loss<Machine>(plan, data, first + n, z, error, target);
    const auto present = first_lanes<Machine>(rows - n);
    const int lane = static_cast<int>(n % 16);
    for (int c = 0; c < plan.outputs; ++c) {
      const Number e = select<Machine>(present, error[c] * scale, Number(0.0f));
      float* const partial = scratch.bias_partials + 16 * static_cast<std::ptrdiff_t>(c) + lane;
      store(partial, load<Machine>(partial) + e);
      store(scratch.errors + static_cast<std::ptrdiff_t>(c) * plan.tile + n, e);
    }
    if constexpr (with_loss) {
      const typename Machine::Floats loss = select<Machine>(present, group.loss, Number(0.0f)).lanes;
      using Doubles = typename Machine::Doubles;
      Doubles* const partial = reinterpret_cast<Doubles*>(sums.loss + lane);
      partial[0] += Machine::low_doubles(loss);
      partial[1] += Machine::high_doubles(loss);
      sums.wrong += Machine::count(Machine::both(present, group.wrong));
    }
  }
}

}  // namespace replicas::cpu
