#pragma once

#include "engine/engine.h"
#include "threads.cuh"

// How a measured step enters the sums of its replica, whichever kernel measured it.

namespace replicas::gpu {

/// Mean loss of all examples and number of wrong labels.
__device__ inline void add_loss(ReplicaSums& sums, double loss, double wrong) {
  sums.count += 1;
  sums.loss += loss;
  sums.loss2 += loss * loss;
  sums.wrong += wrong;
  sums.finite = sums.finite && loss - loss == 0;
}

/// |grad L|^2 and grad L . grad U.
__device__ inline void add_gradient(ReplicaSums& sums, double gradient2, double product) {
  sums.gradient2 += gradient2;
  sums.gradient_product += product;
  sums.finite = sums.finite && gradient2 - gradient2 == 0;
}

}  // namespace replicas::gpu
