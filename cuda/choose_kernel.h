#pragma once

#include <string>
#include <string_view>

#include "fused.h"
#include "model/network.h"

namespace replicas::gpu {

/// Which kernel advances an ensemble, and why.
struct KernelChoice {
  const FusedKernel* fused = nullptr;  ///< null: the batched path
  std::string reason;
};

/// What the choice has to know of the device.
struct DeviceLimits {
  std::size_t shared_memory;  ///< bytes one block may use
  int multiprocessors;
};

/// `asked`: auto, batched, warp or block. A fused kernel where one was compiled for this network and its state fits, of
/// several the one for so many replicas; 64 when one is asked for that cannot be had.
KernelChoice choose_kernel(const Network& network, int examples, std::size_t replicas, std::string_view asked,
                           const DeviceLimits& device);

}  // namespace replicas::gpu
