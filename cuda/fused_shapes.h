#pragma once

#include <vector>

#include "fused.h"

namespace replicas::gpu {

inline constexpr int any_crowd = 1 << 30;

// The shapes are compiled in a file each, since each takes its time.
std::vector<FusedKernel> fused_small();   ///< 10-32-32-2, 64 examples (S): one, two or four warps
std::vector<FusedKernel> fused_medium();  ///< 20-100-100-10, 200 examples (M): one block of 256 threads
std::vector<FusedKernel>
fused_default();  ///< 10-24-24-3, 32 examples: the default network of `replicas`, one or two warps

}  // namespace replicas::gpu
