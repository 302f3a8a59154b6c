#pragma once

#include <cstddef>

#include "system/ensemble.h"

namespace replicas::gpu {

/// Bytes of device memory that an engine takes for this ensemble at its busiest (a Hessian product), libraries
/// included.
std::size_t needed_memory(const Ensemble& ensemble, int slots);

/// 71 with the figure and what to change when that is more than there is.
void require_memory(const Ensemble& ensemble, int slots, std::size_t free, const std::string& device);

}  // namespace replicas::gpu
