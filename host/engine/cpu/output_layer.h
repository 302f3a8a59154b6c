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

template <class InstructionSet>
struct GroupLoss {
  Pack<InstructionSet> loss;
  typename InstructionSet::Mask wrong;
};

/// Logits of `width` examples as packs over the examples.
template <class InstructionSet>
HOST_DEVICE void logits_of(const Plan& plan, const float* weights, const float* a, std::ptrdiff_t stride,
                           Pack<InstructionSet>* z) {
  const LayerPlan& last = plan.layers[plan.depth - 1];
  const std::ptrdiff_t inner = (static_cast<std::ptrdiff_t>(last.inputs) + 15) / 16 * 16;
  for (int c = 0; c < plan.outputs; ++c)
    z[c] = dot_products<InstructionSet>(a, stride, weights + last.weight + c * last.stride, inner) +
           Pack<InstructionSet>(weights[last.bias + c]);
}

/// Losses, errors dl/dz and wrong labels of `width` examples from example n on, given their logits.
template <class InstructionSet>
HOST_DEVICE GroupLoss<InstructionSet> group_loss(const Plan& plan, const DataView& data, std::ptrdiff_t n,
                                                 const Pack<InstructionSet>* z, Pack<InstructionSet>* error,
                                                 Pack<InstructionSet>* target) {
  using Number = Pack<InstructionSet>;
  const PackInt<InstructionSet> label = load<InstructionSet>(data.labels + n);
  const int outputs = plan.outputs;
  const auto wrong =
      InstructionSet::both(PackInt<InstructionSet>(-1) < label, mislabelled(z, outputs, label) > Number(0.0f));
  if (plan.loss == Loss::logistic || (plan.loss == Loss::mse && outputs == 1)) {
    if (plan.loss == Loss::logistic) return {logistic_loss(z[0], label, error), wrong};
    target[0] = load<InstructionSet>(data.targets + n);
    return {squared_loss(z, 1, target, error), wrong};
  }
  if (plan.loss == Loss::hinge) return {hinge_loss(z, outputs, label, error), wrong};
  if (plan.loss == Loss::softmax) return {softmax_loss(z, outputs, label, error), wrong};
  for (int c = 0; c < outputs; ++c) target[c] = load<InstructionSet>(data.targets + c * data.target_stride + n);
  return {squared_loss(z, outputs, target, error), wrong};
}

/// Errors dL/dz of one tile of examples into scratch.errors (0 beyond the last example) and their lane sums into
/// scratch.bias_partials; `a` is the input of the last layer.
template <class InstructionSet, bool with_loss>
void output_errors(const Plan& plan, const DataView& data, const float* weights, const Scratch& scratch, const float* a,
                   std::ptrdiff_t stride, int first, int rows, LossSums& sums) {
  using Number = Pack<InstructionSet>;
  Number* const z = reinterpret_cast<Number*>(scratch.logits);
  Number* const error = z + plan.outputs;
  Number* const target = error + plan.outputs;
  const Number scale(1.0f / static_cast<float>(data.examples));
  for (std::ptrdiff_t n = 0; n < rows; n += InstructionSet::width) {
    logits_of<InstructionSet>(plan, weights, a + n * stride, stride, z);
    const GroupLoss<InstructionSet> group = group_loss<InstructionSet>(plan, data, first + n, z, error, target);
    const auto present = first_lanes<InstructionSet>(rows - n);
    const int lane = static_cast<int>(n % 16);
    for (int c = 0; c < plan.outputs; ++c) {
      const Number e = select<InstructionSet>(present, error[c] * scale, Number(0.0f));
      float* const partial = scratch.bias_partials + 16 * static_cast<std::ptrdiff_t>(c) + lane;
      store(partial, load<InstructionSet>(partial) + e);
      store(scratch.errors + static_cast<std::ptrdiff_t>(c) * plan.tile + n, e);
    }
    if constexpr (with_loss) {
      const typename InstructionSet::Floats loss = select<InstructionSet>(present, group.loss, Number(0.0f)).lanes;
      using Doubles = typename InstructionSet::Doubles;
      Doubles* const partial = reinterpret_cast<Doubles*>(sums.loss + lane);
      partial[0] += InstructionSet::low_doubles(loss);
      partial[1] += InstructionSet::high_doubles(loss);
      sums.wrong += InstructionSet::count(InstructionSet::both(present, group.wrong));
    }
  }
}

}  // namespace replicas::cpu
