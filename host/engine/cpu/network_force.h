#pragma once

#include "engine/cpu/hessian_product.h"
#include "engine/cpu/network_tile.h"

namespace replicas::cpu {

/// Losses and wrong labels of every example.
template <class InstructionSet, Units units>
void example_losses(const Plan& plan, const DataView& data, const float* weights, const Scratch& scratch, float* losses,
                    std::uint8_t* wrong) {
  using Number = Pack<InstructionSet>;
  Number* const z = reinterpret_cast<Number*>(scratch.logits);
  for (int first = 0; first < data.examples; first += plan.tile) {
    const int rows = data.examples - first < plan.tile ? data.examples - first : plan.tile;
    forward<InstructionSet, units>(plan, data, weights, scratch, first, rows);
    const TileInput input = input_of<InstructionSet>(plan, data, scratch, plan.depth - 1, first);
    for (std::ptrdiff_t n = 0; n < rows; n += InstructionSet::width) {
      logits_of<InstructionSet>(plan, weights, input.values + n * input.stride, input.stride, z);
      const GroupLoss<InstructionSet> group =
          group_loss<InstructionSet>(plan, data, first + n, z, z + plan.outputs, z + 2 * plan.outputs);
      const unsigned bits = InstructionSet::bits(group.wrong);
      for (int i = 0; i < InstructionSet::width && n + i < rows; ++i) {
        losses[first + n + i] = group.loss.lanes[i];
        wrong[first + n + i] = static_cast<std::uint8_t>(bits >> i & 1);
      }
    }
  }
}

/// The forces of a network on data, in the form that PotentialForce has too.
template <class InstructionSet, Units units>
struct NetworkForce {
  template <bool with_loss>
  HOST_DEVICE static LossSums gradient(const Plan& plan, const DataView& data, const float* weights,
                                       const Scratch& scratch) {
    return loss_gradient<InstructionSet, units, with_loss>(plan, data, weights, scratch);
  }
  HOST_DEVICE static void examples(const Plan& plan, const DataView& data, const float* weights, const Scratch& scratch,
                                   float* losses, std::uint8_t* wrong) {
    example_losses<InstructionSet, units>(plan, data, weights, scratch, losses, wrong);
  }
  HOST_DEVICE static void product(const Plan& plan, const DataView& data, const float* weights, const float* direction,
                                  const Scratch& scratch, bool gauss_newton) {
    HessianProduct<InstructionSet>{plan, data, weights, direction, scratch, gauss_newton}.run();
  }
};

}  // namespace replicas::cpu
