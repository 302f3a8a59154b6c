#include "engine/gpu_plugin.h"

#include <cublas_v2.h>
#include <cuda_runtime_api.h>

#include "ceilings.h"
#include "gpu_engine.h"
#include "model/error.h"
#include "model/version.h"

namespace replicas::gpu {

namespace {

std::string version_text(int number) { return fmt::format("{}.{}", number / 1000, number % 1000 / 10); }

void report(GpuReport& report, bool memory) {
  int driver = 0, runtime = 0, count = 0;
  cudaDriverGetVersion(&driver);
  cudaRuntimeGetVersion(&runtime);
  report.toolkit = version_text(runtime);
  report.driver = driver > 0 ? version_text(driver) : "";
  const cudaError_t status = cudaGetDeviceCount(&count);
  if (status == cudaErrorInsufficientDriver && driver > 0)
    report.problem = fmt::format("the driver knows CUDA up to {}, this program needs {}: install a newer driver",
                                 report.driver, report.toolkit);
  else if (status == cudaErrorInsufficientDriver)
    report.problem = "no NVIDIA driver on this machine (in a container: docker run --gpus all, apptainer run --nv)";
  else if (status != cudaSuccess)
    report.problem = fmt::format("{} ({})", cudaGetErrorString(status), cudaGetErrorName(status));
  else if (count == 0)
    report.problem = "the driver lists no GPU";
  if (!report.problem.empty()) return;
  for (int number = 0; number < count; ++number) {
    cudaDeviceProp properties{};
    GpuDevice device{.number = number};
    if (cudaGetDeviceProperties(&properties, number) == cudaSuccess) {
      device.name = properties.name;
      device.architecture = fmt::format("{}.{}", properties.major, properties.minor);
      device.multiprocessors = properties.multiProcessorCount;
      device.memory = properties.totalGlobalMem;
    }
    if (memory &&
        (cudaSetDevice(number) != cudaSuccess || cudaMemGetInfo(&device.free_memory, &device.memory) != cudaSuccess))
      device.free_memory = 0;
    report.devices.push_back(device);
  }
}

Engine* make(const EngineOptions& options, const Ensemble& ensemble) { return new GpuEngine(ensemble, options); }

}  // namespace

}  // namespace replicas::gpu

extern "C" __attribute__((visibility("default"))) const replicas::GpuPlugin* replicas_gpu_plugin() {
  static const replicas::GpuPlugin plugin{replicas::gpu::report, replicas::gpu::make, replicas::gpu::measure_ceilings};
  return &plugin;
}

extern "C" __attribute__((visibility("default"))) const char* replicas_gpu_plugin_layout() {
  static const std::string layout =
      replicas::gpu_plugin_layout(replicas::version, replicas::revision, sizeof(replicas::Error));
  return layout.c_str();
}
