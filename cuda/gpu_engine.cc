#include "gpu_engine.h"

#include "covariance.h"
#include "gpu_landscape.h"
#include "gpu_sampler.h"
#include "memory_plan.h"
#include "model/error.h"

namespace replicas::gpu {

namespace {

const Ensemble& checked(const Ensemble& ensemble, int gpu) {
  check(ensemble);
  require(as_network(*ensemble.system) != nullptr, ErrorKind::bad_value,
          "<device> gpu: a {} is computed on the CPU; use <device> cpu", ensemble.system->kind());
  select_device(gpu);
  return ensemble;
}

KernelChoice kernel_for(const Ensemble& ensemble, const EngineOptions& options) {
  return choose_kernel(as_network(*ensemble.system)->network(), ensemble.examples(), ensemble.replica_count(),
                       options.kernel, {shared_memory_per_block(), multiprocessors()});
}

class GpuSpectra final : public Spectra {
 public:
  explicit GpuSpectra(int threads) : threads_(threads) {}
  std::vector<double> covariance_spectra(std::span<const float> points, std::size_t count,
                                         std::size_t dimensions) const override {
    return gpu::covariance_spectra(stream_, points, count, dimensions, threads_);
  }

 private:
  int threads_;
  mutable Stream stream_;
};

/// With room for everything there will be, before anything is allocated.
std::shared_ptr<const NetworkOnDevice> on_device(const Ensemble& ensemble, int slots) {
  const int each = slots > 0 ? slots : slots_of(as_network(*ensemble.system)->network(), ensemble.examples());
  require_memory(ensemble, each, free_memory(), device_name());
  return std::make_shared<const NetworkOnDevice>(ensemble.system, slots);
}

}  // namespace

GpuEngine::GpuEngine(const Ensemble& ensemble, const EngineOptions& options, int slots)
    : GpuEngine(checked(ensemble, options.gpu), options, kernel_for(ensemble, options), on_device(ensemble, slots)) {}

/// Three vectors of every replica cross to the device or back for a product, at some 8 GB/s, while a step of a fused
/// kernel touches nothing of the host's: estimates, until a GPU has been measured.
GpuEngine::GpuEngine(const Ensemble& ensemble, const EngineOptions& options, const KernelChoice& kernel,
                     const std::shared_ptr<const NetworkOnDevice>& network)
    : Engine(std::make_unique<GpuSampler>(ensemble, network, options.gpu, options.threads, kernel),
             std::make_unique<GpuLandscape>(network, options.threads), std::make_unique<GpuSpectra>(options.threads),
             kernel.fused != nullptr ? 200 : 50) {}

}  // namespace replicas::gpu
