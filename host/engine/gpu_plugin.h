#pragma once

#include <cstddef>

#include "engine/engine.h"

// What the program and the GPU plugin (cuda/, opened at run time) know of each other. Nothing here needs CUDA.

namespace replicas {

/// What a GPU reaches at best, per second, measured.
struct GpuCeilings {
  double copied_bytes = 0;        ///< read plus written by a large copy
  double multiply_add_flops = 0;  ///< of a large float32 product
  double normals = 0;             ///< normal numbers drawn and not stored
};

/// The plugin's table of functions, returned by its one exported symbol `replicas_gpu_plugin`.
struct GpuPlugin {
  const char* version;  ///< has to be the program's own
  void (*report)(GpuReport& report, bool memory);
  Engine* (*make)(const EngineOptions& options, const Ensemble& ensemble);
  GpuCeilings (*ceilings)(int gpu, double seconds);
};
inline constexpr const char* gpu_plugin_symbol = "replicas_gpu_plugin";

/// Whether the system has a driver of NVIDIA. Cheap: the plugin and the libraries it needs are not opened.
bool driver_is_here();

/// The plugin and null, or null and the reason why it cannot be used. Opened once.
struct OpenedPlugin {
  const GpuPlugin* plugin = nullptr;
  std::string path, problem;
};
const OpenedPlugin& gpu_plugin();

/// Of GPU number `gpu`, for about `seconds` each; 69 when there is none.
GpuCeilings gpu_ceilings(int gpu, double seconds);

}  // namespace replicas
