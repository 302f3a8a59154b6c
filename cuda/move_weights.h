#pragma once

#include "block_view.h"

namespace replicas::gpu {

/// From logical order (replicas x N) into the slots of a block; empty slots get zeros.
void gather(Stream& stream, const BlockView& block, const float* logical);
/// The weights of a block, or the gradients, back into logical order; empty slots are left out.
void scatter(Stream& stream, const BlockView& block, float* logical);
void scatter_gradients(Stream& stream, const BlockView& block, float* logical);

}  // namespace replicas::gpu
