#include "output_loss.h"

#include "block_sum.cuh"
#include "example_split.h"
#include "physics/example_loss.h"

namespace replicas::gpu {

namespace {

constexpr int threads = loss_chunk;
constexpr std::size_t most_shared_bytes = 48 * 1024;  // more would leave a multiprocessor few blocks

/// Rows of `outputs` numbers, one per example of a chunk, in shared or in global memory.
struct Rows {
  float* data;
  std::int64_t row;
};

/// to = from + bias (or none), with neighbouring threads at neighbouring numbers.
__device__ __forceinline__ void copy_rows(int examples, int outputs, const Rows& from, const Rows& to,
                                          const float* bias) {
  const int down = threads / outputs, right = threads - down * outputs;  // from one number of a thread to its next
  int row = thread_index() / outputs, column = thread_index() - row * outputs;
  while (row < examples) {
    to.data[row * to.row + column] = from.data[row * from.row + column] + (bias == nullptr ? 0.0f : bias[column]);
    row += down;
    column += right;
    if (column < outputs) continue;
    column -= outputs;
    ++row;
  }
}

/// Inlined, or a call would spill. Loss of one example; z becomes dl/dz and t (if second) the Hessian in the logits
/// times itself.
template <bool second>
__device__ __forceinline__ float example_loss(const OutputView& output, int example, float* z, float* t, bool& wrong) {
  const int label = output.labels == nullptr ? -1 : output.labels[example];
  wrong = label >= 0 && mislabelled(z, output.outputs, label) > 0;
  if (output.loss == Loss::softmax) {
    const float loss = softmax_loss(z, output.outputs, label, z);
    if constexpr (second) softmax_product(z, output.outputs, label, t, t);
    return loss;
  }
  if (output.loss == Loss::logistic) {
    const float loss = logistic_loss(z[0], label, z);
    if constexpr (second) t[0] *= logistic_curvature(z[0]);
    return loss;
  }
  if (output.loss == Loss::hinge) {
    if constexpr (second)
      for (int c = 0; c < output.outputs; ++c) t[c] = 0;
    return hinge_loss(z, output.outputs, label, z);
  }
  return squared_loss(z, output.outputs, output.targets + static_cast<std::int64_t>(example) * output.outputs, z);
}

/// Sums of each column over the examples of a chunk, in order.
__device__ __forceinline__ void write_partials(const OutputView& output, int examples, const Rows& errors) {
  float* const sums =
      output.partials + (static_cast<std::int64_t>(block_x()) * output.slots + block_y()) * output.outputs;
  for (int c = thread_index(); c < output.outputs; c += threads) {
    float sum = 0;
#pragma unroll 8
    for (int example = 0; example < examples; ++example) sum += errors.data[example * errors.row + c];
    sums[c] = sum;
  }
}

__device__ inline Rows rows_of(const Matrices& matrices, int first) {
  return {matrices.data + block_y() * matrices.slot + first * matrices.row, matrices.row};
}

/// One block per chunk of examples and slot, one thread per example. `staged`: the logits of a chunk are in shared
/// memory meanwhile, the rows at an odd distance against bank conflicts.
template <bool second, bool staged>
__global__ void __launch_bounds__(threads, 16) output_loss_kernel(BlockView block, OutputView output) {
  double* const scratch = shared_memory<double>();
  const int slot = block_y(), first = block_x() * threads, left = output.examples - first;
  const int examples = left < threads ? left : threads;
  if (slot == 0 && first == 0 && thread_index() == 0) *block.step += 1;  // no thread of this kernel reads it
  const std::int64_t bias = static_cast<std::int64_t>(slot) * output.outputs;
  const Rows logits = rows_of(output.logits, first);
  const Rows tangents = second ? rows_of(output.tangents, first) : Rows{};
  const int row = output.outputs | 1;
  float* const shared = shared_memory<float>() + threads / 32 * sizeof(double) / sizeof(float);
  const Rows z = staged ? Rows{shared, row} : logits, t = staged ? Rows{shared + threads * row, row} : tangents;
  copy_rows(examples, output.outputs, logits, z, output.bias == nullptr ? nullptr : output.bias + bias);
  if constexpr (second)
    copy_rows(examples, output.outputs, tangents, t,
              output.bias_direction == nullptr ? nullptr : output.bias_direction + bias);
  block_barrier();
  double loss = 0, wrong = 0;
  if (thread_index() < examples) {
    const int example = first + thread_index();
    float* const own_z = z.data + thread_index() * z.row;
    float* const own_t = second ? t.data + thread_index() * t.row : nullptr;
    bool mislabelled = false;
    const float own = example_loss<second>(output, example, own_z, own_t, mislabelled);
    loss = static_cast<double>(own);
    wrong = mislabelled ? 1 : 0;
    const float scale = 1.0f / static_cast<float>(output.examples);
    for (int c = 0; c < output.outputs; ++c) {
      own_z[c] *= second && output.gauss_newton ? 0.0f : scale;
      if constexpr (second) own_t[c] *= scale;
    }
    const std::int64_t replica = block.replicas[slot].place;
    if (output.example_losses != nullptr && replica >= 0) {
      output.example_losses[replica * output.examples + example] = own;
      output.example_wrong[replica * output.examples + example] = mislabelled;
    }
  }
  block_barrier();
  if (output.partials != nullptr) write_partials(output, examples, second ? t : z);
  if constexpr (staged) copy_rows(examples, output.outputs, z, logits, nullptr);
  if constexpr (staged && second) copy_rows(examples, output.outputs, t, tangents, nullptr);
  loss = block_sum(loss, scratch);
  wrong = block_sum(wrong, scratch);
  if (thread_index() != 0) return;
  block.loss[slot * block.loss_chunks + block_x()] = loss;
  block.wrong[slot * block.loss_chunks + block_x()] = wrong;
}

template <bool second>
void start(Stream& stream, const BlockView& block, const OutputView& output) {
  Launch shape{.blocks_x = static_cast<std::size_t>(loss_chunks(output.examples)),
               .blocks_y = static_cast<std::size_t>(output.slots),
               .threads = threads,
               .shared_bytes = threads / 32 * sizeof(double),
               .barriers = true};
  const std::size_t staged = sizeof(float) * threads * static_cast<std::size_t>(output.outputs | 1) * (second ? 2 : 1);
  if (shape.shared_bytes + staged > most_shared_bytes)
    return launch(stream, shape, output_loss_kernel<second, false>, block, output);
  shape.shared_bytes += staged;
  launch(stream, shape, output_loss_kernel<second, true>, block, output);
}

}  // namespace

void output_loss(Stream& stream, const BlockView& block, const OutputView& output) {
  output.tangents.data == nullptr ? start<false>(stream, block, output) : start<true>(stream, block, output);
}

}  // namespace replicas::gpu
