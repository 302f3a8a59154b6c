#include "block_kernels.h"

#include "block_sum.cuh"
#include "engine/step_sums.h"
#include "physics/langevin.h"
#include "quad.cuh"

namespace replicas::gpu {

namespace {

constexpr int most_threads = 512;  // one block per slot, and there may be as few slots as one

/// Of a block. Most steps add partial sums of biases and measure nothing: more warps than weights keep busy would only
/// find that out.
int threads_for(const BlockView& block) { return block.quads <= 2048 ? 128 : most_threads; }

enum class Task { add_partials, step, end };

/// Neighbouring threads take neighbouring columns, those of the next layer after those of the last.
__device__ void add_partials_of(const BlockView& block, int slot) {
  int column = thread_index();
  for (int l = 0; l < block.depth; ++l) {
    const LayerView& layer = block.layers[l];
    if (layer.bias == nullptr) return;
    const int chunks = layer.chunks;
    const std::int64_t first = static_cast<std::int64_t>(slot) * layer.outputs;
    const std::int64_t chunk = static_cast<std::int64_t>(block.slots) * layer.outputs;
    for (; column < layer.outputs; column += block_threads()) {
      const float* const partials = layer.bias_partials + first + column;
      float sum = 0;
#pragma unroll 8
      for (int i = 0; i < chunks; ++i) sum += partials[i * chunk];
      layer.bias_gradient[first + column] = sum;
    }
    column -= layer.outputs;
  }
}

/// Over the weights of a slot; gradients only where a step is measured.
struct WeightSums {
  double gradient2 = 0, product = 0, largest = 0;
  double zero = 0;  ///< unless a weight is not finite
};

template <bool gradients>
__device__ WeightSums sums_of_thread(const BlockView& block, const StepRule& rule, int slot) {
  const SlotReplica replica = block.replicas[slot];
  WeightSums sums;
  for (auto q = static_cast<std::uint32_t>(thread_index()); q < block.quads;
       q += static_cast<std::uint32_t>(block_threads())) {
    const Quad quad = quad_of(block, slot, q);
    const Floats<4> weight = load_quad(quad.weight, quad.count);
    Floats<4> gradient{}, centre{};
    float decay = 0;
    if constexpr (gradients) {
      gradient = load_quad(quad.gradient, quad.count);
      centre = centre_of(block, rule, replica, quad);
      decay = rule_of(block, rule, replica, quad).decay;
    }
#pragma unroll
    for (int i = 0; i < 4; ++i) {
      const double size = std::fabs(static_cast<double>(weight.v[i]));
      sums.zero += size - size;
      sums.largest = size > sums.largest ? size : sums.largest;
      if constexpr (gradients) {
        const auto own = static_cast<double>(gradient.v[i]);
        const float total = confined_gradient(gradient.v[i], weight.v[i], centre.v[i], decay);
        sums.gradient2 += own * own;
        sums.product += own * static_cast<double>(total);
      }
    }
  }
  return sums;
}

/// Sum of the parts of a slot's loss, or of its wrong labels.
__device__ double sum_of_chunks(const double* parts, int chunks, double* scratch) {
  double sum = 0;
  for (int i = thread_index(); i < chunks; i += block_threads()) sum += parts[i];
  return block_sum(sum, scratch);
}

template <Task task>
__global__ void __launch_bounds__(most_threads, 2) measure_kernel(BlockView block, StepRule rule, ReplicaSums* sums) {
  double* const scratch = shared_memory<double>();
  const int slot = block_x();
  const std::int64_t replica = block.replicas[slot].place;
  if (replica < 0) return;
  if constexpr (task != Task::end) add_partials_of(block, slot);
  if constexpr (task == Task::add_partials) return;
  if constexpr (task == Task::step) {
    if (*block.step % rule.measure_interval != 0) return;
    block_barrier();  // the gradient of a bias was written by another thread than reads it
  }
  WeightSums own = sums_of_thread<task == Task::step>(block, rule, slot);
  own.largest = block_maximum(own.largest, scratch);
  own.zero = block_sum(own.zero, scratch);
  double loss = 0, wrong = 0;
  if constexpr (task == Task::step) {
    own.gradient2 = block_sum(own.gradient2, scratch);
    own.product = block_sum(own.product, scratch);
    const int chunks = block.loss_chunks;
    loss = sum_of_chunks(block.loss + slot * chunks, chunks, scratch);
    wrong = sum_of_chunks(block.wrong + slot * chunks, chunks, scratch);
  }
  if (thread_index() != 0) return;
  ReplicaSums& total = sums[replica];
  total.largest_weight = own.largest > total.largest_weight ? own.largest : total.largest_weight;
  if constexpr (task == Task::end) {
    total.finite = total.finite && own.zero == 0;
  } else {
    add_loss(total, loss / block.examples, wrong);
    add_gradient(total, own.gradient2, own.product);
  }
}

template <Task task>
void start(Stream& stream, const BlockView& block, const StepRule& rule, ReplicaSums* sums) {
  const int threads = threads_for(block);
  launch(stream,
         {.blocks_x = static_cast<std::size_t>(block.slots),
          .threads = threads,
          .shared_bytes = static_cast<std::size_t>(threads) / 32 * sizeof(double),
          .barriers = task != Task::add_partials},
         measure_kernel<task>, block, rule, sums);
}

}  // namespace

void add_partials(Stream& stream, const BlockView& block) { start<Task::add_partials>(stream, block, {}, nullptr); }

void add_partials_and_measure(Stream& stream, const BlockView& block, const StepRule& rule, ReplicaSums* sums) {
  start<Task::step>(stream, block, rule, sums);
}

void measure_end(Stream& stream, const BlockView& block, ReplicaSums* sums) {
  start<Task::end>(stream, block, {}, sums);
}

}  // namespace replicas::gpu
