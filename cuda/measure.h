#pragma once

#include "block_view.h"

namespace replicas::gpu {

/// The bias gradients of all layers from their partial sums, in the order of the chunks: ends what `gradient` and
/// `hessian_product` began. Empty slots are left out.
void add_partials(Stream& stream, const BlockView& block);

/// The same, and, if this step is measured, adds it to `sums` (one per global replica): loss, |grad L|^2,
/// grad L . grad U, wrong labels, largest |w|. Before the update.
void add_partials_and_measure(Stream& stream, const BlockView& block, const StepRule& rule, ReplicaSums* sums);

/// Largest |w| and whether all are finite, at the end of a call.
void measure_end(Stream& stream, const BlockView& block, ReplicaSums* sums);

}  // namespace replicas::gpu
