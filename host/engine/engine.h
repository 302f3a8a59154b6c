#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "engine/landscape.h"
#include "engine/sampler.h"
#include "engine/spectra.h"

namespace replicas {

/// Measured: 4 to 13, short runs of small networks highest.
inline constexpr double steps_per_product_of_processors = 16;

/// What one backend computes for one ensemble: the sampler moves the replicas, the landscape answers what the loss
/// looks like at any weights (a system without it has none), the spectra are those of clouds of points. The functions
/// below the three are short for what is asked most.
class Engine {
 public:
  /// `steps_per_product`: how many steps of all replicas take as long as one Hessian product of each, with the sampled
  /// weights that are placed for it and what the host does with the result; what the curvature map is planned by, and
  /// no measurement of a run.
  Engine(std::unique_ptr<Sampler> sampler, std::unique_ptr<Landscape> landscape, std::unique_ptr<Spectra> spectra,
         double steps_per_product = steps_per_product_of_processors)
      : sampler_(std::move(sampler)),
        landscape_(std::move(landscape)),
        spectra_(std::move(spectra)),
        steps_per_product_(steps_per_product) {}
  virtual ~Engine() = default;

  Sampler& sampler() { return *sampler_; }
  const Sampler& sampler() const { return *sampler_; }
  bool has_landscape() const { return landscape_ != nullptr; }
  const Landscape& landscape() const;  ///< internal error when there is none
  const Spectra& spectra() const { return *spectra_; }
  double steps_per_product() const { return steps_per_product_; }

  // Of the sampler.
  std::string name() const { return sampler_->name(); }
  int threads() const { return sampler_->threads(); }
  const Ensemble& ensemble() const { return sampler_->ensemble(); }
  void load(std::span<const float> weights) { sampler_->load(weights); }
  std::vector<float> weights() const { return sampler_->weights(); }
  std::vector<float> velocities() const { return sampler_->velocities(); }
  void load_velocities(std::span<const float> velocities) { sampler_->load_velocities(velocities); }
  std::vector<float> weight_norms2() const { return sampler_->weight_norms2(); }
  double call_flops() const { return sampler_->call_flops(); }
  std::vector<ReplicaSums> advance(std::uint64_t first_step, std::uint64_t last_step) {
    return sampler_->advance(first_step, last_step);
  }

  // Of the landscape at the sampler's present weights, on the ensemble's own data unless others are given.
  ExampleLosses example_losses(const System& source) const {
    return landscape().example_losses(sampler_->state(), source);
  }
  ExampleLosses example_losses() const { return example_losses(*ensemble().system); }
  std::vector<float> loss_gradients() const { return landscape().gradients(sampler_->state()); }
  std::vector<float> loss_hessian_products(std::span<const float> directions) const {
    return landscape().hessian_products(sampler_->state(), directions);
  }

 private:
  std::unique_ptr<Sampler> sampler_;
  std::unique_ptr<Landscape> landscape_;
  std::unique_ptr<Spectra> spectra_;
  double steps_per_product_;
};

/// How an engine is asked for: everything that may not change a bit of the physics, plus the backend's name.
struct EngineOptions {
  std::string backend = "cpu";  ///< plain | plain-double | cpu | gpu, or auto: gpu where there is one, else cpu
  int threads = 0;              ///< 0: all cores
  std::string instructions =
      {};                       ///< cpu only: "", "avx512", "avx2" or "generic"; empty picks the best this machine has
  int gpu = 0;                  ///< gpu only: its number among those visible
  std::string kernel = "auto";  ///< gpu only: auto, warp, block or batched
};

/// One GPU of this machine, memory in bytes.
struct GpuDevice {
  int number = 0;
  std::string name = {}, architecture = {};
  int multiprocessors = 0;
  std::size_t memory = 0, free_memory = 0;
};

/// The GPUs that the program can use, or why there is none.
struct GpuReport {
  std::string plugin = {};                ///< path of the plugin; empty: there is none
  std::string problem = {};               ///< empty: there is a GPU
  std::string driver = {}, toolkit = {};  ///< CUDA versions; empty: unknown
  std::vector<GpuDevice> devices = {};
};
/// `memory` also asks how much is free, which starts a context on every GPU.
GpuReport gpu_report(bool memory = false);

/// The backends that work on this machine, for tests that walk them: gpu is among them where there is one.
std::vector<std::string> backends();
/// The ceiling of that backend on this machine: floating-point operations per second of nothing but independent fused
/// multiply-adds, measured over about `seconds` with the same threads and instructions; 0 where it has no such measure.
double peak_rate(const EngineOptions& options, double seconds);
/// "gpu" or "cpu" for `auto`, and why; anything else is returned as it is, without a reason. 69 when a GPU is asked for
/// and there is none.
struct BackendChoice {
  std::string backend, reason = {};
};
BackendChoice choose_backend(const EngineOptions& options);
/// The same for one ensemble: what has no kernels for its system or its dynamics is passed over by `auto` and refused
/// (bad_value) otherwise.
BackendChoice choose_backend(const EngineOptions& options, const Ensemble& ensemble);
std::unique_ptr<Engine> make_engine(const EngineOptions& options, const Ensemble& ensemble);

}  // namespace replicas
