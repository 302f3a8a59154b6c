#pragma once

#include "block_view.h"

namespace replicas::gpu {

/// w <- w - eta grad U + amplitude xi for every weight of a block, at the step that the block counts.
void update(Stream& stream, const BlockView& block, const StepRule& rule);

/// The bias gradients of all layers from their partial sums, in the order of the chunks: ends what `gradient` and
/// `hessian_product` began. Empty slots are left out.
void add_partials(Stream& stream, const BlockView& block);

/// The same, and, if this step is measured, adds it to `sums` (one per global replica): loss, |grad L|^2,
/// grad L . grad U, wrong labels, largest |w|. Before the update.
void add_partials_and_measure(Stream& stream, const BlockView& block, const StepRule& rule, ReplicaSums* sums);

/// Largest |w| and whether all are finite, at the end of a call.
void measure_end(Stream& stream, const BlockView& block, ReplicaSums* sums);

/// From logical order (replicas x N) into the slots of a block; empty slots get zeros.
void gather(Stream& stream, const BlockView& block, const float* logical);
/// The weights of a block, or the gradients, back into logical order; empty slots are left out.
void scatter(Stream& stream, const BlockView& block, float* logical);
void scatter_gradients(Stream& stream, const BlockView& block, float* logical);

}  // namespace replicas::gpu
