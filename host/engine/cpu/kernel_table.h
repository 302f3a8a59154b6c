#pragma once

#include "engine/cpu/advance.h"
#include "engine/cpu/network_force.h"
#include "engine/cpu/potential_force.h"

namespace replicas::cpu {

/// Calls body with the form of the hidden units as a compile-time value.
template <class Body>
HOST_DEVICE void with_units(Units units, Body body) {
  switch (units) {
    case Units::tanh: return body.template operator()<Units::tanh>();
    case Units::relu: return body.template operator()<Units::relu>();
    case Units::linear: return body.template operator()<Units::linear>();
    case Units::stored: return body.template operator()<Units::stored>();
  }
}

/// Calls body with the forces that the plan asks for: those of a network, or of a potential.
template <class InstructionSet, class Body>
HOST_DEVICE void with_force(const Plan& plan, Body body) {
  if (plan.potential == nullptr)
    with_units(units_of(plan.activation),
               [&]<Units units>() { body.template operator()<NetworkForce<InstructionSet, units>>(); });
  else
    with_potential(plan.potential_kind,
                   [&]<class Mode>() { body.template operator()<PotentialForce<InstructionSet, Mode>>(); });
}

/// The entry points of one instruction set, each instantiated for every form of units and every potential.
template <class InstructionSet>
struct KernelTable {
  static void run_advance(const Plan& plan, const DataView& data, const ReplicaView& replica, const Scratch& scratch,
                          std::uint64_t first_step, std::uint64_t last_step, ReplicaSums& sums) {
    with_force<InstructionSet>(plan, [&]<class Force>() {
      if (replica.two_noises)
        advance<InstructionSet, Force, true>(plan, data, replica, scratch, first_step, last_step, sums);
      else
        advance<InstructionSet, Force, false>(plan, data, replica, scratch, first_step, last_step, sums);
    });
  }
  static void run_gradient(const Plan& plan, const DataView& data, const float* weights, const Scratch& scratch) {
    with_force<InstructionSet>(plan,
                               [&]<class Force>() { Force::template gradient<false>(plan, data, weights, scratch); });
  }
  static void run_example_losses(const Plan& plan, const DataView& data, const float* weights, const Scratch& scratch,
                                 float* losses, std::uint8_t* wrong) {
    with_force<InstructionSet>(plan,
                               [&]<class Force>() { Force::examples(plan, data, weights, scratch, losses, wrong); });
  }
  static void run_hessian_product(const Plan& plan, const DataView& data, const float* weights, const float* direction,
                                  const Scratch& scratch, bool gauss_newton) {
    with_force<InstructionSet>(
        plan, [&]<class Force>() { Force::product(plan, data, weights, direction, scratch, gauss_newton); });
  }
  static void normals(std::uint64_t seed, Purpose purpose, std::uint64_t replica, std::uint64_t blocks,
                      std::uint64_t step, std::ptrdiff_t count, float* out) {
    const NoiseStream<InstructionSet> stream(seed, purpose, replica, blocks);
    const std::ptrdiff_t groups = count / stream.group;
    stream.template words<true>(step, 0, 1, groups, out);
    stream.template normals<true, false>(groups, out, nullptr);
  }
  /// Enough independent chains to hide the latency of an instruction, each of its own value, or the compiler would see
  /// that they are one.
  static double multiply_adds(std::int64_t rounds) {
    constexpr int chains = InstructionSet::width == 16 ? 24 : InstructionSet::width == 8 ? 12 : 8;
    volatile float sink = 1.0f;
    const typename InstructionSet::Floats factor = Pack<InstructionSet>(0.5f * sink).lanes;
    typename InstructionSet::Floats sum[chains];
#pragma GCC unroll 24
    for (int i = 0; i < chains; ++i) sum[i] = Pack<InstructionSet>(sink * static_cast<float>(i)).lanes;
    for (std::int64_t round = 0; round < rounds; ++round) {
#pragma GCC unroll 24
      for (int i = 0; i < chains; ++i) sum[i] = InstructionSet::fused(sum[i], factor, factor);
    }
#pragma GCC unroll 24
    for (int i = 1; i < chains; ++i) sum[0] += sum[i];
    sink = sum[0][0];
    return 2.0 * chains * InstructionSet::width * static_cast<double>(rounds);
  }

  static constexpr Kernels make(const char* name) {
    return {name, &run_advance, &run_gradient, &run_example_losses, &run_hessian_product, &normals, &multiply_adds};
  }
};

}  // namespace replicas::cpu
