#include "engine/cpu/workspace.h"

#include <utility>

namespace replicas::cpu {

Workspace::Workspace(const Plan& plan, bool hessian_products) : scratch_{} {
  const std::ptrdiff_t outputs = plan.outputs, errors = outputs * plan.tile;
  const bool slopes = units_of(plan.activation) == Units::stored || hessian_products;
  const std::pair<float * Scratch::*, std::ptrdiff_t> parts[] = {
      {&Scratch::gradient, plan.padded},
      {&Scratch::transposed, plan.transposed},
      {&Scratch::activations, plan.activations},
      {&Scratch::slopes, slopes ? plan.activations : 0},
      {&Scratch::errors, errors},
      {&Scratch::logits, 4 * outputs * 16},
      {&Scratch::bias_partials, outputs * 16},
      {&Scratch::noise, plan.noise},
      {&Scratch::carried, plan.carried},
      {&Scratch::tangents, hessian_products ? plan.activations : 0},
      {&Scratch::bends, hessian_products ? plan.activations : 0},
      {&Scratch::tangent_errors, hessian_products ? errors : 0},
      {&Scratch::direction_transposed, hessian_products ? plan.transposed : 0},
  };
  std::ptrdiff_t total = 0;
  for (const auto& [member, count] : parts) total += (count + 15) / 16 * 16;
  memory_ = AlignedFloats(static_cast<std::size_t>(total));
  float* place = memory_.data();
  for (const auto& [member, count] : parts) {
    scratch_.*member = place;
    place += (count + 15) / 16 * 16;
  }
}

}  // namespace replicas::cpu
