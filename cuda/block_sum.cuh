#pragma once

#include "threads.cuh"

namespace replicas::gpu {

/// Combines one value per lane of a warp, in the same order in every warp and every block: each lane gets the result.
template <class T, class Combine>
__device__ T warp_combine(T value, Combine combine) {
  for (int mask = 16; mask > 0; mask /= 2) value = combine(value, shuffle_xor(value, mask));
  return value;
}

template <class T>
__device__ T warp_sum(T value) {
  return warp_combine(value, [](T a, T b) { return a + b; });
}

/// Combines one value per thread over the block, in an order fixed by the number of threads alone: every thread gets
/// the result. `scratch` holds one value per warp and may be used again right away. The block has whole warps.
template <class T, class Combine>
__device__ T block_combine(T value, T* scratch, Combine combine) {
  value = warp_combine(value, combine);
  const int warps = block_threads() / 32;
  if (warps == 1) return value;
  if (thread_index() % 32 == 0) scratch[thread_index() / 32] = value;
  block_barrier();
  T total = scratch[0];
  for (int warp = 1; warp < warps; ++warp) total = combine(total, scratch[warp]);
  block_barrier();
  return total;
}

template <class T>
__device__ T block_sum(T value, T* scratch) {
  return block_combine(value, scratch, [](T a, T b) { return a + b; });
}

template <class T>
__device__ T block_maximum(T value, T* scratch) {
  return block_combine(value, scratch, [](T a, T b) { return a > b ? a : b; });
}

}  // namespace replicas::gpu
