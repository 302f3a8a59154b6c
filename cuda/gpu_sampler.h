#pragma once

#include <memory>

#include "batched_advance.h"
#include "choose_kernel.h"
#include "engine/sampler.h"
#include "network_on_device.h"

namespace replicas::gpu {

/// Advances the replicas on one GPU, float32, by a fused kernel where one fits and otherwise by the batched path. Its
/// bits depend on the ensemble, the kernel and the model of the device alone, not on how many replicas run.
class GpuSampler final : public Sampler {
 public:
  GpuSampler(const Ensemble& ensemble, std::shared_ptr<const NetworkOnDevice> network, int gpu, int threads,
             KernelChoice kernel);

  std::string name() const override;
  int threads() const override { return threads_; }
  const Ensemble& ensemble() const override { return ensemble_; }
  void load(std::span<const float> weights) override;
  const WeightBatch& state() const override { return state_; }
  std::vector<float> weight_norms2() const override;
  std::vector<ReplicaSums> advance(std::uint64_t first_step, std::uint64_t last_step) override;
  double call_flops() const override { return 1e12; }  // fewer calls, each of which waits for the device

 private:
  StepRule rule() const;
  void advance_fused(std::uint64_t first_step, std::uint64_t last_step);

  Ensemble ensemble_;
  std::shared_ptr<const NetworkOnDevice> network_;
  int gpu_, threads_;
  std::string device_;
  KernelChoice kernel_;
  std::vector<DeviceArray<float>> fused_inputs_;
  DeviceArray<FusedData> fused_data_;
  DeviceBatch state_;
  DeviceArray<float> anchor_;
  DeviceArray<float> step_sizes_, amplitudes_, decays_;  // of fused kernels, see StepRule
  DeviceArray<BlockRule> rules_;                         // temperatures x layers x 2
  DeviceArray<ReplicaSums> sums_;
  std::unique_ptr<ReplicaBlocks> blocks_;
  std::unique_ptr<BatchedAdvance> batched_;
  mutable Stream stream_;
};

}  // namespace replicas::gpu
