#pragma once

#include "engine/cpu/langevin_update.h"
#include "engine/cpu/network_tile.h"

namespace replicas::cpu {

/// One replica over the steps [first_step, last_step); `two` noises per step for lm.
template <class InstructionSet, class Force, bool two>
void advance(const Plan& plan, const DataView& data, const ReplicaView& replica, const Scratch& scratch,
             std::uint64_t first_step, std::uint64_t last_step, ReplicaSums& sums) {
  const NoiseStream<InstructionSet> stream(replica.seed, replica.purpose, replica.replica, plan.noise_blocks);
  UpdateSums<InstructionSet> update_sums;
  update_sums.largest = Pack<InstructionSet>(0.0f);
  if (replica.silent) clear<InstructionSet>(scratch.noise, plan.noise);
  if (two && !replica.silent)
    update<InstructionSet, false, true, false>(plan, replica, scratch, stream, first_step - 1, update_sums);
  std::uint64_t until_measured =
      replica.measure_interval - 1 - (first_step + replica.measure_interval - 1) % replica.measure_interval;
  for (std::uint64_t step = first_step; step < last_step; ++step) {
    if (replica.before_step != nullptr) replica.before_step(replica.changes, step);
    if (until_measured-- > 0) {
      Force::template gradient<false>(plan, data, replica.weights, scratch);
      update<InstructionSet, false, two>(plan, replica, scratch, stream, step, update_sums);
      continue;
    }
    until_measured = replica.measure_interval - 1;
    const LossSums pass = Force::template gradient<true>(plan, data, replica.weights, scratch);
    update_sums.gradient2.clear();
    update_sums.gradient_product.clear();
    update<InstructionSet, true, two>(plan, replica, scratch, stream, step, update_sums);
    add_loss(sums, sum_of_16(pass.loss) / data.examples, pass.wrong);
    add_gradient(sums, update_sums.gradient2.sum(), update_sums.gradient_product.sum());
  }
  // w * 0 is not 0 where w is not finite.
  Pack<InstructionSet> zero(0.0f), largest = update_sums.largest;
  for (std::ptrdiff_t i = 0; i < plan.padded; i += InstructionSet::width) {
    const Pack<InstructionSet> weight = load<InstructionSet>(replica.weights + i);
    zero = fused(weight, Pack<InstructionSet>(0.0f), zero);
    largest = maximum(magnitude(weight), largest);
  }
  for (int i = 0; i < InstructionSet::width; ++i) {
    sums.finite = sums.finite && zero.lanes[i] == 0.0f;
    if (static_cast<double>(largest.lanes[i]) > sums.largest_weight)
      sums.largest_weight = static_cast<double>(largest.lanes[i]);
  }
}

}  // namespace replicas::cpu
