#pragma once

#include "block_view.h"

namespace replicas::gpu {

/// w <- w - eta grad U + amplitude xi for every weight of a block, at the step that the block counts.
void update(Stream& stream, const BlockView& block, const StepRule& rule);

}  // namespace replicas::gpu
