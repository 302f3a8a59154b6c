#pragma once

#include <memory>

#include "engine/landscape.h"
#include "network_on_device.h"

namespace replicas::gpu {

/// Losses and derivatives on one GPU by the batched path. Its bits depend on the weights, the data and the model of the
/// device alone, not on how many replicas a batch has.
class GpuLandscape final : public Landscape {
 public:
  GpuLandscape(std::shared_ptr<const NetworkOnDevice> network, int threads);

  const System& system() const override { return network_->system(); }
  int threads() const override { return threads_; }
  std::unique_ptr<WeightBatch> place(std::span<const float> weights, std::vector<std::size_t> datasets) const override;
  ExampleLosses example_losses(const WeightBatch& batch, const System& shown) const override;
  LossSummaries loss_summaries(const WeightBatch& batch, const System& shown,
                               std::span<const double> thresholds) const override;
  std::vector<float> gradients(const WeightBatch& batch) const override;
  std::vector<float> hessian_products(const WeightBatch& batch, std::span<const float> directions) const override;
  std::vector<float> gauss_newton_products(const WeightBatch& batch, std::span<const float> directions) const override;

 private:
  void lose(const WeightBatch& batch, const System& shown) const;
  std::vector<float> products(const WeightBatch& batch, std::span<const float> directions, bool gauss_newton) const;

  std::shared_ptr<const NetworkOnDevice> network_;
  int threads_;
  DeviceArray<std::uint64_t> no_step_;           // the step of blocks that do not move: 0
  mutable std::vector<ExamplesOnDevice> shown_;  // of the system that was shown last, and was not the own one
  mutable std::uint64_t shown_identity_ = 0;
  mutable DeviceArray<float> direction_, result_;  // a vector of every replica that comes in, and one that goes out
  mutable DeviceArray<float> losses_;  // with wrong_ where losses have their results, from one call to the next
  mutable DeviceArray<std::uint8_t> wrong_;
  mutable Stream stream_;
  mutable std::unique_ptr<BlockMemory> memory_, second_memory_;
};

}  // namespace replicas::gpu
