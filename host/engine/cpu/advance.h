#pragma once

#include "engine/cpu/langevin_update.h"
#include "engine/cpu/network_tile.h"

namespace replicas::cpu {

/// One replica over the steps [first_step, last_step); `two` noises per step for lm.
template <class Machine, class Force, bool two>
void advance(const Plan& plan, const DataView& data, const ReplicaView& replica, const Scratch& scratch,
             std::uint64_t first_step, std::uint64_t last_step, MeasuredSums& sums) {
  const NoiseStream<Machine> stream(replica.seed, replica.purpose, replica.replica, plan.noise_blocks);
  UpdateSums<Machine> update_sums;
  update_sums.largest = Pack<Machine>(0.0f);
  if (replica.silent) clear<Machine>(scratch.noise, plan.noise);
  if (two && !replica.silent)
    update<Machine, false, true, false>(plan, replica, scratch, stream, first_step - 1, update_sums);
  std::uint64_t until_measured =
      replica.measure_interval - 1 - (first_step + replica.measure_interval - 1) % replica.measure_interval;
  for (std::uint64_t step = first_step; step < last_step; ++step) {
    if (until_measured-- > 0) {
      Force::template gradient<false>(plan, data, replica.weights, scratch);
      update<Machine, false, two>(plan, replica, scratch, stream, step, update_sums);
      continue;
    }
    until_measured = replica.measure_interval - 1;
    const LossSums pass = Force::template gradient<true>(plan, data, replica.weights, scratch);
    update_sums.gradient2.clear();
    update_sums.gradient_product.clear();
    update<Machine, true, two>(plan, replica, scratch, stream, step, update_sums);
    const double loss = sum_of_16(pass.loss) / data.examples, gradient2 = update_sums.gradient2.sum();
    sums.count += 1;
    sums.loss += loss;
    sums.loss2 += loss * loss;
    sums.gradient2 += gradient2;
    sums.gradient_product += update_sums.gradient_product.sum();
    sums.wrong += pass.wrong;
    sums.finite = sums.finite && __builtin_isfinite(loss) && __builtin_isfinite(gradient2);
  }
  // w * 0 is not 0 where w is not finite.
  Pack<Machine> zero(0.0f), largest = update_sums.largest;
  for (std::ptrdiff_t i = 0; i < plan.padded; i += Machine::width) {
    const Pack<Machine> weight = load<Machine>(replica.weights + i);
    zero = fused(weight, Pack<Machine>(0.0f), zero);
    largest = maximum(magnitude(weight), largest);
  }
  for (int i = 0; i < Machine::width; ++i) {
    sums.finite = sums.finite && zero.lanes[i] == 0.0f;
    if (static_cast<double>(largest.lanes[i]) > sums.largest_weight)
      sums.largest_weight = static_cast<double>(largest.lanes[i]);
  }
}

}  // namespace replicas::cpu
