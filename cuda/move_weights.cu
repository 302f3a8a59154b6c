#include "block_kernels.h"

#include "quad.cuh"

namespace replicas::gpu {

namespace {

constexpr int threads = 256;

enum class Move { gather, scatter, scatter_gradients };

__global__ void __launch_bounds__(threads) move_kernel(BlockView block, const float* source, float* target, Move move) {
  const int slot = block_y();
  const std::int64_t replica = block.replicas[slot].place;
  const auto q = static_cast<std::uint32_t>(block_x() * threads + thread_index());
  if (q >= block.quads || (replica < 0 && move != Move::gather)) return;
  const Quad quad = quad_of(block, slot, q);
  const std::uint64_t place = static_cast<std::uint64_t>(replica) * block.weights + quad.logical;
  if (move == Move::gather)
    store_quad(quad.weight, quad.count, replica < 0 ? Floats<4>{} : load_quad(source + place, quad.count));
  else
    store_quad(target + place, quad.count, load_quad(move == Move::scatter ? quad.weight : quad.gradient, quad.count));
}

void start(Stream& stream, const BlockView& block, const float* source, float* target, Move move) {
  const std::size_t blocks = (block.quads + threads - 1) / threads;
  launch(stream, {.blocks_x = blocks, .blocks_y = static_cast<std::size_t>(block.slots), .threads = threads},
         move_kernel, block, source, target, move);
}

}  // namespace

void gather(Stream& stream, const BlockView& block, const float* logical) {
  start(stream, block, logical, nullptr, Move::gather);
}
void scatter(Stream& stream, const BlockView& block, float* logical) {
  start(stream, block, nullptr, logical, Move::scatter);
}
void scatter_gradients(Stream& stream, const BlockView& block, float* logical) {
  start(stream, block, nullptr, logical, Move::scatter_gradients);
}

}  // namespace replicas::gpu
