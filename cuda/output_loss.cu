#include "block_sum.cuh"
#include "output_loss.h"
#include "physics/example_loss.h"

namespace replicas::gpu {

namespace {

constexpr int threads = 128;

/// Inlined, or a call would spill. Loss of one example; z becomes dl/dz and t (if any) the Hessian in the logits times
/// itself.
__device__ __forceinline__ float example_loss(const OutputView& output, int example, float* z, float* t, float* product,
                                              bool& wrong) {
  const int label = output.labels == nullptr ? -1 : output.labels[example];
  wrong = false;
  if (label >= 0 && output.outputs == 1) wrong = (z[0] > 0) != (label == 1);
  if (label >= 0 && output.outputs > 1)
    for (int c = 0; c < output.outputs; ++c) wrong = wrong || z[c] > z[label];
  if (output.loss == Loss::softmax) {
    const float loss = softmax_loss(z, output.outputs, label, z);
    if (t != nullptr) softmax_product(z, output.outputs, label, t, product);
    return loss;
  }
  if (output.loss == Loss::logistic) {
    const float loss = logistic_loss(z[0], label, z);
    if (t != nullptr) product[0] = t[0] * logistic_curvature(z[0]);
    return loss;
  }
  for (int c = 0; t != nullptr && c < output.outputs; ++c) product[c] = t[c];
  return squared_loss(z, output.outputs, output.targets + static_cast<std::int64_t>(example) * output.outputs, z);
}

__global__ void __launch_bounds__(threads, 4) output_loss_kernel(BlockView block, OutputView output) {
  double* const scratch = shared_memory<double>();
  const int slot = block_x();
  if (slot == 0 && thread_index() == 0) *block.step += 1;
  const std::int64_t replica = block.replicas[slot];
  const float scale = 1.0f / static_cast<float>(output.examples);
  const std::int64_t bias = static_cast<std::int64_t>(slot) * output.outputs;
  double loss = 0, wrong = 0;
  for (int example = thread_index(); example < output.examples; example += threads) {
    float* const z = output.logits.data + slot * output.logits.slot + example * output.logits.row;
    float* const t = output.tangents.data == nullptr
                         ? nullptr
                         : output.tangents.data + slot * output.tangents.slot + example * output.tangents.row;
    for (int c = 0; c < output.outputs; ++c) {
      if (output.bias != nullptr) z[c] += output.bias[bias + c];
      if (t != nullptr && output.bias_direction != nullptr) t[c] += output.bias_direction[bias + c];
    }
    bool mislabelled = false;
    const float own = example_loss(output, example, z, t, t, mislabelled);
    loss += static_cast<double>(own);
    wrong += mislabelled ? 1 : 0;
    for (int c = 0; c < output.outputs; ++c) {
      z[c] *= scale;
      if (t != nullptr) t[c] *= scale;
    }
    if (output.example_losses != nullptr && replica >= 0) {
      output.example_losses[replica * output.examples + example] = own;
      output.example_wrong[replica * output.examples + example] = mislabelled;
    }
  }
  loss = block_sum(loss, scratch);
  wrong = block_sum(wrong, scratch);
  if (thread_index() != 0) return;
  block.loss[slot] = loss / output.examples;
  block.wrong[slot] = wrong;
}

}  // namespace

void output_loss(Lane& lane, const BlockView& block, const OutputView& output) {
  launch(lane,
         {.blocks_x = static_cast<std::size_t>(output.slots),
          .threads = threads,
          .shared_bytes = threads / 32 * sizeof(double),
          .barriers = true},
         output_loss_kernel, block, output);
}

}  // namespace replicas::gpu
