#pragma once

#include <memory>

#include "batched_advance.h"
#include "choose_kernel.h"
#include "engine/engine.h"
#include "system/network/network_system.h"

namespace replicas::gpu {

/// The engine on one GPU, float32. Advances by a fused kernel where one fits, otherwise by the batched path; gradients,
/// losses and Hessian products always take the batched path. Its bits depend on the ensemble, the kernel and the model
/// of the device alone, not on how many replicas run.
class GpuEngine final : public Engine {
 public:
  /// Takes GPU, kernel and threads (of the processor, for eigenvalues) from the options. `slots`: replicas per block of
  /// the batched path; 0: by the network (anything else is for tests).
  GpuEngine(const Ensemble& ensemble, const EngineOptions& options, int slots = 0);

  std::string name() const override;
  int threads() const override { return threads_; }
  const Ensemble& ensemble() const override { return ensemble_; }
  void load(std::span<const float> weights) override;
  std::vector<float> weights() const override { return weights_.download(); }
  std::vector<float> weight_norms2() const override;
  std::vector<ReplicaSums> advance(std::uint64_t first_step, std::uint64_t last_step) override;
  double call_flops() const override { return 1e12; }  // fewer calls, each of which waits for the device
  /// Three vectors of every replica cross to the device or back for a product, at some 8 GB/s, while a step of a fused
  /// kernel touches nothing of the host's: estimates, until a GPU has been measured.
  double steps_per_product() const override { return kernel_.fused != nullptr ? 200 : 50; }
  using Engine::example_losses;
  ExampleLosses example_losses(const System& shown) const override;
  std::vector<float> loss_gradients() const override;
  std::vector<float> loss_hessian_products(std::span<const float> directions) const override;
  std::vector<double> covariance_spectra(std::span<const float> points, std::size_t count,
                                         std::size_t dimensions) const override;

 private:
  int slots(int examples) const { return slots_ > 0 ? slots_ : slots_of(network(), examples); }
  const Network& network() const { return as_network(*ensemble_.system)->network(); }
  StepRule rule() const;
  void advance_fused(std::uint64_t first_step, std::uint64_t last_step);

  Ensemble ensemble_;
  int gpu_, threads_, slots_;
  std::string device_;
  KernelChoice kernel_;
  std::vector<ExamplesOnDevice> data_;
  mutable std::vector<ExamplesOnDevice> shown_;  // of the system that was shown last, and was not the ensemble's own
  mutable std::uint64_t shown_identity_ = 0;
  std::vector<DeviceArray<float>> fused_inputs_;
  DeviceArray<FusedData> fused_data_;
  DeviceArray<float> weights_, anchor_;
  DeviceArray<float> step_sizes_, amplitudes_, decays_;  // of fused kernels, see StepRule
  DeviceArray<BlockRule> rules_;                         // temperatures x layers x 2
  mutable DeviceArray<float> direction_, result_;  // a vector of every replica that comes in, and one that goes out
  DeviceArray<ReplicaSums> sums_;
  DeviceArray<std::uint64_t> no_step_;  // the step of blocks that do not move: 0
  mutable DeviceArray<float> losses_;   // with wrong_ where example_losses has its results, from one call to the next
  mutable DeviceArray<std::uint8_t> wrong_;
  std::unique_ptr<ReplicaBlocks> blocks_;
  std::unique_ptr<BatchedAdvance> batched_;
  mutable Stream stream_;
  mutable std::unique_ptr<BlockMemory> memory_, second_memory_;
};

}  // namespace replicas::gpu
