#include "langevin_update.h"

#include "block_sum.cuh"
#include "noise_quad.cuh"
#include "physics/langevin.h"
#include "quad.cuh"

namespace replicas::gpu {

namespace {

constexpr int threads = 256;

__device__ inline bool finite(double value) { return value - value == 0; }

__global__ void __launch_bounds__(threads) update_kernel(BlockView block, StepRule rule) {
  const int slot = block_y();
  const std::int64_t replica = block.replicas[slot];
  const auto q = static_cast<std::uint32_t>(block_x() * threads + thread_index());
  if (replica < 0 || q >= block.quads) return;
  const std::int64_t rung = replica / rule.replicas_per_temperature;
  const std::uint64_t step = *block.step;
  const float step_size = rule.step_size[rung], amplitude = rule.amplitude[rung];
  NormalQuad xi{};
  if (amplitude != 0) {
    const auto number = static_cast<std::uint64_t>(replica);
    xi = noise_quad(rule.seed, rule.purpose, number, block.quads, step, q);
    if (rule.two_noises) {
      const NormalQuad next = noise_quad(rule.seed, rule.purpose, number, block.quads, step + 1, q);
      for (int i = 0; i < 4; ++i) xi.value[i] += next.value[i];
    }
  }
  const Quad quad = quad_of(block, slot, q);
  const float decay = rule.decay[rung * block.depth + quad.layer];
  const float* const anchor = rule.anchor == nullptr
                                  ? nullptr
                                  : rule.anchor + static_cast<std::uint64_t>(replica) * block.weights + quad.logical;
#pragma unroll
  for (int i = 0; i < 4; ++i)
    if (i < quad.count) {
      const float weight = quad.weight[i];
      const float total = confined_gradient(quad.gradient[i], weight, anchor == nullptr ? 0.0f : anchor[i], decay);
      quad.weight[i] = langevin_step(weight, total, step_size, amplitude, xi.value[i]);
    }
}

__global__ void __launch_bounds__(threads) measure_kernel(BlockView block, StepRule rule, ReplicaSums* sums, bool end) {
  double* const scratch = shared_memory<double>();
  const int slot = block_x();
  const std::int64_t replica = block.replicas[slot];
  if (replica < 0 || (!end && *block.step % rule.measure_interval != 0)) return;
  const std::int64_t rung = end ? 0 : replica / rule.replicas_per_temperature;
  double gradient2 = 0, product = 0, largest = 0, zero = 0;
  for (auto q = static_cast<std::uint32_t>(thread_index()); q < block.quads; q += threads) {
    const Quad quad = quad_of(block, slot, q);
    const float decay = end ? 0.0f : rule.decay[rung * block.depth + quad.layer];
    for (int i = 0; i < quad.count; ++i) {
      const float weight = quad.weight[i];
      const double size = std::fabs(static_cast<double>(weight));
      zero += size - size;  // 0, unless a weight is not finite
      largest = size > largest ? size : largest;
      if (end) continue;
      const float centre = rule.anchor == nullptr ? 0.0f
                                                  : rule.anchor[static_cast<std::uint64_t>(replica) * block.weights +
                                                                quad.logical + static_cast<std::uint64_t>(i)];
      const auto gradient = static_cast<double>(quad.gradient[i]);
      gradient2 += gradient * gradient;
      product += gradient * static_cast<double>(confined_gradient(quad.gradient[i], weight, centre, decay));
    }
  }
  largest = block_maximum(largest, scratch);
  zero = block_sum(zero, scratch);
  if (!end) {
    gradient2 = block_sum(gradient2, scratch);
    product = block_sum(product, scratch);
  }
  if (thread_index() != 0) return;
  ReplicaSums& total = sums[replica];
  total.largest_weight = largest > total.largest_weight ? largest : total.largest_weight;
  if (end) {
    total.finite = total.finite && zero == 0;
    return;
  }
  const double loss = block.loss[slot];
  total.count += 1;
  total.loss += loss;
  total.loss2 += loss * loss;
  total.gradient2 += gradient2;
  total.gradient_product += product;
  total.wrong += block.wrong[slot];
  total.finite = total.finite && finite(loss) && finite(gradient2);
}

Launch per_slot(const BlockView& block) {
  return {.blocks_x = static_cast<std::size_t>(block.slots),
          .threads = threads,
          .shared_bytes = threads / 32 * sizeof(double),
          .barriers = true};
}

}  // namespace

void update(Lane& lane, const BlockView& block, const StepRule& rule) {
  const std::size_t blocks = (block.quads + threads - 1) / threads;
  launch(lane, {.blocks_x = blocks, .blocks_y = static_cast<std::size_t>(block.slots), .threads = threads},
         update_kernel, block, rule);
}

void measure(Lane& lane, const BlockView& block, const StepRule& rule, ReplicaSums* sums) {
  launch(lane, per_slot(block), measure_kernel, block, rule, sums, false);
}

void measure_end(Lane& lane, const BlockView& block, ReplicaSums* sums) {
  launch(lane, per_slot(block), measure_kernel, block, StepRule{}, sums, true);
}

}  // namespace replicas::gpu
