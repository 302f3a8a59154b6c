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
  ExampleLosses example_losses(const WeightBatch& batch, const System& source) const override;
  LossSummaries loss_summaries(const WeightBatch& batch, const System& source,
                               std::span<const double> thresholds) const override;
  std::vector<float> gradients(const WeightBatch& batch) const override;
  using Landscape::gauss_newton_products, Landscape::hessian_products;
  std::unique_ptr<WeightBatch> hessian_products(const WeightBatch& batch, const WeightBatch& directions) const override;
  std::unique_ptr<WeightBatch> gauss_newton_products(const WeightBatch& batch,
                                                     const WeightBatch& directions) const override;
  std::unique_ptr<WeightBatch> place_directions(std::span<const float> directions,
                                                std::vector<std::size_t> datasets) const override;
  std::vector<double> dots(const WeightBatch& a, const WeightBatch& b) const override;
  void add(WeightBatch& sum, const WeightBatch& part, float divisor) const override;
  std::unique_ptr<KrylovBasis> krylov_basis(std::size_t count, std::size_t most_vectors) const override;

 private:
  void lose(const WeightBatch& batch, const System& source) const;
  std::unique_ptr<WeightBatch> products(const WeightBatch& batch, const WeightBatch& directions,
                                        bool gauss_newton) const;

  std::shared_ptr<const NetworkOnDevice> network_;
  int threads_;
  DeviceArray<std::uint64_t> no_step_;            // the step of blocks that do not move: 0
  mutable std::vector<ExamplesOnDevice> others_;  // of the last source that was not the own system
  mutable std::uint64_t others_identity_ = 0;
  mutable DeviceArray<float> result_;  // a gradient of every replica
  mutable DeviceArray<float> losses_;  // with wrong_ where losses have their results, from one call to the next
  mutable DeviceArray<std::uint8_t> wrong_;
  mutable Stream stream_;
  mutable std::unique_ptr<BlockMemory> memory_, second_memory_;
};

}  // namespace replicas::gpu
