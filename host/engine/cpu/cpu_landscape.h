#pragma once

#include <functional>
#include <memory>
#include <vector>

#include "engine/cpu/prepared_system.h"
#include "engine/cpu/workspace.h"
#include "engine/landscape.h"

namespace replicas {

/// Losses and derivatives by the kernels of the fast sampler, one replica at a time per thread.
class CpuLandscape final : public Landscape {
 public:
  CpuLandscape(std::shared_ptr<const cpu::PreparedSystem> prepared, int threads);

  const System& system() const override { return prepared_->system(); }
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

 private:
  /// Calls work(scratch, replica) for each.
  void for_each(const WeightBatch& batch,
                const std::function<void(const cpu::Scratch& scratch, std::size_t replica)>& work) const;
  cpu::DataView data_of(const WeightBatch& batch, const System& source, std::size_t replica) const;
  void prepare(const System& source) const;
  std::unique_ptr<WeightBatch> products(const WeightBatch& batch, const WeightBatch& directions,
                                        bool gauss_newton) const;

  std::shared_ptr<const cpu::PreparedSystem> prepared_;
  int threads_;
  mutable std::vector<cpu::Workspace> workspaces_;  // one per thread, made when they are needed
  mutable std::vector<cpu::PaddedData> others_;     // of the last source that was not the own system
  mutable std::uint64_t others_identity_ = 0;
};

}  // namespace replicas
