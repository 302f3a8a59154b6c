#include "block_kernels.h"

#include "noise_quad.cuh"
#include "physics/langevin.h"
#include "quad.cuh"

namespace replicas::gpu {

namespace {

constexpr int threads = 256;

__global__ void __launch_bounds__(threads) update_kernel(BlockView block, StepRule rule) {
  const int slot = block_y();
  const SlotReplica replica = block.replicas[slot];
  const auto q = static_cast<std::uint32_t>(block_x() * threads + thread_index());
  if (replica.place < 0 || q >= block.quads) return;
  const Quad quad = quad_of(block, slot, q);
  Floats<4> weight = load_quad(quad.weight, quad.count);  // on their way while the noise is computed
  const Floats<4> gradient = load_quad(quad.gradient, quad.count), centre = centre_of(block, rule, replica, quad);
  const std::uint64_t step = *block.step;
  const BlockRule own = rule_of(block, rule, replica, quad);
  NormalQuad xi{};
  if (own.amplitude != 0) {
    const auto number = static_cast<std::uint64_t>(rule.first_replica + replica.place);
    xi = noise_quad(rule.seed, rule.purpose, number, block.quads, step, q);
    if (rule.two_noises) {
      const NormalQuad next = noise_quad(rule.seed, rule.purpose, number, block.quads, step + 1, q);
      for (int i = 0; i < 4; ++i) xi.value[i] += next.value[i];
    }
  }
#pragma unroll
  for (int i = 0; i < 4; ++i) {
    const float total = confined_gradient(gradient.v[i], weight.v[i], centre.v[i], own.decay);
    weight.v[i] = langevin_step(weight.v[i], total, own.step_size, own.amplitude, xi.value[i]);
  }
  store_quad(quad.weight, quad.count, weight);
}

}  // namespace

void update(Stream& stream, const BlockView& block, const StepRule& rule) {
  const std::size_t blocks = (block.quads + threads - 1) / threads;
  launch(stream, {.blocks_x = blocks, .blocks_y = static_cast<std::size_t>(block.slots), .threads = threads},
         update_kernel, block, rule);
}

}  // namespace replicas::gpu
