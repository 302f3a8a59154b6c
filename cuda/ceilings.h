#pragma once

#include "engine/gpu_plugin.h"

namespace replicas::gpu {

/// Measures what the device can do at best, each for about `seconds`: a large copy, a large float32 product by cuBLAS,
/// and normal numbers that nobody stores.
GpuCeilings measure_ceilings(int gpu, double seconds);

}  // namespace replicas::gpu
