#pragma once

#include "gpu_engine.h"

namespace replicas {

/// The GPU engine on the emulated device; few slots, so that small ensembles fill several blocks and leave one part
/// empty.
inline std::unique_ptr<Engine> emulated(const Ensemble& ensemble, std::string_view kernel = "batched", int slots = 3) {
  return std::make_unique<gpu::GpuEngine>(ensemble, 0, kernel, slots);
}

}  // namespace replicas
