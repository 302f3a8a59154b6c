#pragma once

#include "block_view.h"

namespace replicas::gpu {

/// w <- w - eta grad U + amplitude xi for every weight of a block, at the step that the block counts.
void update(Lane& lane, const BlockView& block, const StepRule& rule);

/// Adds what this step measures to `sums` (one per global replica), if it is a measured step: loss, |grad L|^2,
/// grad L . grad U, wrong labels, largest |w|. Before the update.
void measure(Lane& lane, const BlockView& block, const StepRule& rule, ReplicaSums* sums);

/// Largest |w| and whether all are finite, at the end of a call.
void measure_end(Lane& lane, const BlockView& block, ReplicaSums* sums);

}  // namespace replicas::gpu
