#pragma once

#include "threads.cuh"

namespace replicas::gpu {

/// Neighbouring numbers that travel in one access: 16 bytes for width 4, whose address then has to be a multiple of 16.
template <int width>
struct alignas(4 * width) Floats {
  float v[width];
};

template <int width>
__device__ inline Floats<width>& floats_at(float* place) {
  return *reinterpret_cast<Floats<width>*>(place);
}
template <int width>
__device__ inline const Floats<width>& floats_at(const float* place) {
  return *reinterpret_cast<const Floats<width>*>(place);
}

}  // namespace replicas::gpu
