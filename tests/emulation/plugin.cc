// The emulated GPU engine as the plugin that the program opens: what follows from `--device gpu` is tested without a
// GPU.
#include "engine/gpu_plugin.h"

#include "ceilings.h"
#include "device.h"
#include "gpu_engine.h"

namespace replicas::gpu {

namespace {

void report(GpuReport& report, bool) {
  report.toolkit = report.driver = "none";
  GpuDevice device{.number = 0};
  device.name = device_name();
  device.architecture = "g++";
  device.multiprocessors = multiprocessors();
  device.memory = device.free_memory = free_memory();
  report.devices.push_back(device);
}

Engine* make(const EngineOptions& options, const Ensemble& ensemble) {
  return new GpuEngine(ensemble, options, 3);  // slots: a real block would be mostly empty here
}

}  // namespace

}  // namespace replicas::gpu

extern "C" const replicas::GpuPlugin* replicas_gpu_plugin() {
  static const replicas::GpuPlugin plugin{REPLICAS_VERSION, replicas::gpu::report, replicas::gpu::make,
                                          replicas::gpu::measure_ceilings};
  return &plugin;
}
