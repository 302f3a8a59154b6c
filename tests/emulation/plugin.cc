// The emulated GPU engine as the plugin that the program opens: what follows from `--device gpu` is tested without a
// GPU.
#include "engine/gpu_plugin.h"

#include <cstdlib>

#include "ceilings.h"
#include "device.h"
#include "gpu_engine.h"
#include "model/error.h"
#include "model/number_in.h"
#include "model/version.h"

namespace replicas::gpu {

namespace {

void report(GpuReport& report, bool) {
  report.toolkit = report.driver = "none";
  const char* const several = std::getenv("REPLICAS_EMULATED_GPUS");  // how many; all are the same one
  for (int number = 0; number < (several != nullptr ? number_in<int>(several) : 1); ++number) {
    GpuDevice device{.number = number};
    device.name = device_name();
    device.architecture = "g++";
    device.multiprocessors = multiprocessors();
    device.memory = device.free_memory = free_memory();
    report.devices.push_back(device);
  }
}

Engine* make(const EngineOptions& options, const Ensemble& ensemble) {
  return new GpuEngine(ensemble, options, 3);  // slots: a real block would be mostly empty here
}

}  // namespace

}  // namespace replicas::gpu

extern "C" const replicas::GpuPlugin* replicas_gpu_plugin() {
  static const replicas::GpuPlugin plugin{replicas::gpu::report, replicas::gpu::make, replicas::gpu::measure_ceilings};
  return &plugin;
}

/// REPLICAS_EMULATED_LAYOUT=TEXT: a plugin of another build.
extern "C" const char* replicas_gpu_plugin_layout() {
  static const std::string layout =
      replicas::gpu_plugin_layout(replicas::version, replicas::revision, sizeof(replicas::Error));
  const char* const other = std::getenv("REPLICAS_EMULATED_LAYOUT");
  return other != nullptr ? other : layout.c_str();
}
