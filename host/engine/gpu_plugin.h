#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "engine/engine.h"
#include "system/network/network_system.h"

// What the program and the GPU plugin (cuda/, opened at run time) know of each other. Nothing here needs CUDA.

namespace replicas {

/// What a GPU reaches at best, per second, measured.
struct GpuCeilings {
  double copied_bytes = 0;        ///< read plus written by a large copy
  double multiply_add_flops = 0;  ///< of a large float32 product
  double normals = 0;             ///< normal numbers drawn and not stored
};

/// The plugin's table of functions, returned by its symbol `replicas_gpu_plugin`.
struct GpuPlugin {
  void (*report)(GpuReport& report, bool memory);
  Engine* (*make)(const EngineOptions& options, const Ensemble& ensemble);
  GpuCeilings (*ceilings)(int gpu, double seconds);
};
inline constexpr const char* gpu_plugin_symbol = "replicas_gpu_plugin";

/// What a program and a plugin that pass each other objects of C++ have to agree in: the sources they were built from,
/// the compiler and its library, and the sizes of all that is passed. The plugin's other symbol,
/// `replicas_gpu_plugin_layout`, returns its own; it is asked before anything else. `error` is sizeof(Error), whose
/// header nvcc does not compile.
inline std::string gpu_plugin_layout(const char* version, const char* revision, std::size_t error) {
  std::string text = std::string(version) + " " + (*revision ? revision : "-") + " " + __VERSION__ + " abi " +
                     std::to_string(__GXX_ABI_VERSION);
  for (const std::size_t size :
       {sizeof(GpuPlugin), sizeof(GpuCeilings), sizeof(GpuReport), sizeof(GpuDevice), sizeof(EngineOptions),
        sizeof(Ensemble), sizeof(NetworkSystem), sizeof(Network), sizeof(Layer), sizeof(Dataset), sizeof(Confinement),
        sizeof(Engine), sizeof(ReplicaSums), sizeof(ExampleLosses), error, sizeof(std::string),
        sizeof(std::vector<float>), sizeof(std::vector<bool>)})
    text += " " + std::to_string(size);
  return text;
}
inline constexpr const char* gpu_plugin_layout_symbol = "replicas_gpu_plugin_layout";

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
