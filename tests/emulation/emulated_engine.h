#pragma once

#include "gpu_engine.h"

namespace replicas {

/// The GPU engine on the emulated device; few slots, so that small ensembles fill several blocks and leave one part
/// empty.
inline std::unique_ptr<Engine> emulated(const Ensemble& ensemble, const std::string& kernel = "batched",
                                        int slots = 3) {
  return std::make_unique<gpu::GpuEngine>(ensemble, EngineOptions{.backend = "gpu", .kernel = kernel}, slots);
}

}  // namespace replicas
