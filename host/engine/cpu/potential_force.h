#pragma once

#include "engine/cpu/kernels.h"
#include "engine/cpu/lane_sums.h"
#include "engine/cpu/output_layer.h"
#include "physics/potential.h"

namespace replicas::cpu {

/// The forces of a solvable potential: one lane per mode. The layer of its weights has the modes as inputs, so the x of
/// all modes are one row of the padded weights and the y (if any) the next.
template <class InstructionSet, class Mode>
struct PotentialForce {
  using Number = Pack<InstructionSet>;

  /// body(i, x, y, p, present) for each pack of modes.
  template <class Body>
  HOST_DEVICE static void for_each_pack(const Plan& plan, const float* weights, Body body) {
    const std::ptrdiff_t row = plan.layers[0].stride;
    for (std::ptrdiff_t i = 0; i < plan.inputs; i += InstructionSet::width) {
      const Number x = load<InstructionSet>(weights + i);
      Number y(0.0f);
      if constexpr (Mode::weights == 2) y = load<InstructionSet>(weights + row + i);
      body(i, x, y, load<InstructionSet>(plan.potential + i), first_lanes<InstructionSet>(plan.inputs - i));
    }
  }

  /// grad L into scratch.gradient, padding stays zero; with_loss: the sum of the terms.
  template <bool with_loss>
  static LossSums gradient(const Plan& plan, const DataView&, const float* weights, const Scratch& scratch) {
    LossSums sums{};
    const std::ptrdiff_t row = plan.layers[0].stride;
    for_each_pack(
        plan,
        weights, [&](std::ptrdiff_t i, Number x, Number y, Number p, auto present) __attribute__((always_inline)) {
          const ModeForces<Number> forces = Mode::forces(x, y, p);
          store(scratch.gradient + i, select<InstructionSet>(present, forces.slope_x, Number(0.0f)));
          if constexpr (Mode::weights == 2)
            store(scratch.gradient + row + i, select<InstructionSet>(present, forces.slope_y, Number(0.0f)));
          if constexpr (with_loss) {
            Number term[Mode::terms];
            Mode::losses(x, y, p, term);
            using Doubles = typename InstructionSet::Doubles;
            Doubles* const partial = reinterpret_cast<Doubles*>(sums.loss + i % 16);
            for (const Number& one : term) {
              const typename InstructionSet::Floats loss = select<InstructionSet>(present, one, Number(0.0f)).lanes;
              partial[0] += InstructionSet::low_doubles(loss);
              partial[1] += InstructionSet::high_doubles(loss);
            }
          }
        });
    return sums;
  }

  // NOLINTBEGIN(readability-non-const-parameter): a lambda writes to both
  static void examples(const Plan& plan, const DataView&, const float* weights, const Scratch&, float* losses,
                       std::uint8_t* wrong) {
    // NOLINTEND(readability-non-const-parameter)
    const float share = static_cast<float>(plan.inputs * Mode::terms);
    for_each_pack(
        plan, weights, [&](std::ptrdiff_t i, Number x, Number y, Number p, auto) __attribute__((always_inline)) {
          Number term[Mode::terms];
          Mode::losses(x, y, p, term);
          for (int k = 0; k < Mode::terms; ++k)
            for (int lane = 0; lane < InstructionSet::width && i + lane < plan.inputs; ++lane) {
              losses[(i + lane) * Mode::terms + k] = share * term[k].lanes[lane];
              wrong[(i + lane) * Mode::terms + k] = 0;
            }
        });
  }

  /// Hessian times the padded direction into scratch.gradient.
  static void product(const Plan& plan, const DataView&, const float* weights, const float* direction,
                      const Scratch& scratch, bool) {
    const std::ptrdiff_t row = plan.layers[0].stride;
    for_each_pack(
        plan,
        weights, [&](std::ptrdiff_t i, Number x, Number y, Number p, auto present) __attribute__((always_inline)) {
          const ModeCurvature<Number> bend = Mode::curvature(x, y, p);
          const Number along = load<InstructionSet>(direction + i);
          Number first = bend.xx * along;
          if constexpr (Mode::weights == 2) {
            const Number across = load<InstructionSet>(direction + row + i);
            first = first + bend.xy * across;
            store(scratch.gradient + row + i,
                  select<InstructionSet>(present, bend.xy * along + bend.yy * across, Number(0.0f)));
          }
          store(scratch.gradient + i, select<InstructionSet>(present, first, Number(0.0f)));
        });
  }
};

}  // namespace replicas::cpu
