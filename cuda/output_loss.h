#pragma once

#include "block_view.h"
#include "model/network.h"

namespace replicas::gpu {

struct OutputView {
  int examples, outputs, slots;
  Loss loss;
  bool gauss_newton;  ///< of Hessian products: dL/dz is taken for 0, which leaves the Gauss-Newton part
  Matrices logits;    ///< [P][outputs] without bias on entry; dL/dz (over P already divided) on return
  Matrices tangents;  ///< Hessian products only: Rz without bias on entry, R dL/dz on return; data null otherwise
  const float *bias, *bias_direction;  ///< [slots][outputs] or null
  const std::int32_t* labels;          ///< [P] or null
  const float* targets;                ///< [P][outputs], squared loss only
  float* partials;        ///< [chunks][slots][outputs]: dL/dz, or its tangent, summed over a chunk; null without bias
  float* example_losses;  ///< global replicas x P, or null
  std::uint8_t* example_wrong;
};

/// Loss, its gradient in the logits and wrong labels of every example; their sums over each chunk into the block and
/// the partial sums of the bias gradient. Counts the block's step.
void output_loss(Stream& stream, const BlockView& block, const OutputView& output);

}  // namespace replicas::gpu
