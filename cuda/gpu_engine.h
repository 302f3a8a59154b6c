#pragma once

#include "choose_kernel.h"
#include "engine/engine.h"
#include "network_on_device.h"

namespace replicas::gpu {

/// The engine on one GPU, float32: a sampler with fused kernels where they fit, and a landscape that always takes the
/// batched path, on one copy of the network's data.
class GpuEngine final : public Engine {
 public:
  /// Takes GPU, kernel and threads (of the processor, for eigenvalues) from the options. `slots`: replicas per block of
  /// the batched path; 0: by the network (anything else is for tests).
  GpuEngine(const Ensemble& ensemble, const EngineOptions& options, int slots = 0);

 private:
  GpuEngine(const Ensemble& ensemble, const EngineOptions& options, const KernelChoice& kernel,
            const std::shared_ptr<const NetworkOnDevice>& network);
};

}  // namespace replicas::gpu
