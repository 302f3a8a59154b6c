#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engine/step_sums.h"
#include "system/ensemble.h"

namespace replicas {

/// Per-example results of every replica, replicas x examples, in order of the global replica number.
struct ExampleLosses {
  std::vector<float> losses;
  std::vector<std::uint8_t> wrong;  ///< 1 where the label is wrong; all 0 when the data set has no labels
};

/// Measured: 4 to 13, short runs of small networks highest.
inline constexpr double steps_per_product_of_processors = 16;

/// Who computes. Arrays over replicas are in order of the global replica number, weights in logical order, no padding.
/// No clock, no hidden accumulators: the state is the weights; everything else is an argument or a result.
class Engine {
 public:
  virtual ~Engine() = default;
  virtual std::string name() const = 0;  ///< "plain", "cpu (avx512, 2 threads)", ...
  virtual int threads() const = 0;       ///< of the processor, for work on its results; 0: all cores
  virtual const Ensemble& ensemble() const = 0;
  virtual void load(std::span<const float> weights) = 0;  ///< replicas x N
  virtual std::vector<float> weights() const = 0;         ///< replicas x N
  virtual std::vector<float> weight_norms2() const = 0;   ///< |w|^2 of every replica, summed in double
  /// Advances every replica over the steps [first_step, last_step). Two calls that meet at a step equal one call.
  virtual std::vector<ReplicaSums> advance(std::uint64_t first_step, std::uint64_t last_step) = 0;
  /// Floating-point operations in the products of one call of `advance` that take well under a second: a signal is
  /// answered between two calls.
  virtual double call_flops() const { return 1e10; }
  /// How many steps of all replicas take as long as one Hessian product of each, with the sampled weights that are
  /// loaded for it and what the host does with the result; what the curvature map is planned by, and no measurement of
  /// a run.
  virtual double steps_per_product() const { return steps_per_product_of_processors; }
  /// At the present weights, on the data of `shown`, a system of the same kind and weights: replica r is shown data set
  /// dataset_index(r) mod the number of those. So the ensemble's own system gives the training losses, and test data
  /// are shown to everybody.
  virtual ExampleLosses example_losses(const System& shown) const = 0;
  ExampleLosses example_losses() const { return example_losses(*ensemble().system); }
  virtual std::vector<float> loss_gradients() const = 0;  ///< grad L (never of U), replicas x N
  /// Exact Hessian of L times one direction per replica (forward over reverse), replicas x N.
  virtual std::vector<float> loss_hessian_products(std::span<const float> directions) const = 0;
  /// Of clouds of `count` points in N dimensions, the eigenvalues of the covariance of each, largest first:
  /// C = sum over p of (x_p - m)(x_p - m)^T / (count - 1), m the mean of the cloud, in the points' unit squared, in
  /// double. `points`: clouds x count x N, finite. Returns clouds x min(N, count - 1), the others being zero; nothing
  /// for fewer than two points. A function of its arguments alone. 70 when `points` are no such clouds, 71 when there
  /// is no room.
  virtual std::vector<double> covariance_spectra(std::span<const float> points, std::size_t count,
                                                 std::size_t dimensions) const = 0;
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
/// The same for one system: what has no kernels for it is passed over by `auto` and refused (bad_value) otherwise.
BackendChoice choose_backend(const EngineOptions& options, const System& system);
std::unique_ptr<Engine> make_engine(const EngineOptions& options, const Ensemble& ensemble);

}  // namespace replicas
