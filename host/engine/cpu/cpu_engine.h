#pragma once

#include <memory>
#include <vector>

#include "engine/cpu/aligned_floats.h"
#include "engine/cpu/kernels.h"
#include "engine/cpu/padded_data.h"
#include "engine/cpu/worker_team.h"
#include "engine/cpu/workspace.h"
#include "engine/engine.h"
#include "system/network/network_system.h"
#include "system/potential/potential_system.h"

namespace replicas {

/// The fast engine: one replica at a time per thread, all steps of a call before the next, float32, vectorised over
/// neurons. Its bits depend on the ensemble alone: not on threads, on how many other replicas run, or on whether the
/// kernels were compiled for AVX-512, AVX2 or any machine.
class CpuEngine final : public Engine {
 public:
  CpuEngine(const Ensemble& ensemble, int threads, std::string_view instructions);

  std::string name() const override;
  int threads() const override { return team_->threads(); }
  const Ensemble& ensemble() const override { return ensemble_; }
  void load(std::span<const float> weights) override;
  std::vector<float> weights() const override;
  std::vector<float> weight_norms2() const override;
  std::vector<ReplicaSums> advance(std::uint64_t first_step, std::uint64_t last_step) override;
  using Engine::example_losses;
  ExampleLosses example_losses(const System& shown) const override;
  std::vector<float> loss_gradients() const override;
  std::vector<float> loss_hessian_products(std::span<const float> directions) const override;
  std::vector<double> covariance_spectra(std::span<const float> points, std::size_t count,
                                         std::size_t dimensions) const override;

 private:
  float* padded_weights(std::size_t replica) const;
  cpu::ReplicaView replica_view(std::size_t replica) const;
  void plan_network(const NetworkSystem& system);
  void plan_potential(const PotentialSystem& system);
  cpu::DataView data_view(std::size_t replica) const;

  Ensemble ensemble_;
  const cpu::Kernels& kernels_;
  std::vector<cpu::LayerPlan> layers_;
  cpu::Plan plan_;
  cpu::AlignedFloats potential_;                // parameters of its modes, padded; empty for a network
  std::vector<cpu::PaddedData> data_;           // one per data set; none for a potential
  mutable std::vector<cpu::PaddedData> shown_;  // of the system that was shown last, and was not the ensemble's own
  mutable std::uint64_t shown_identity_ = 0;
  std::vector<BlockRule> rules_;         // temperatures x layers x 2
  cpu::AlignedFloats weights_, anchor_;  // replicas x plan.padded
  std::unique_ptr<cpu::WorkerTeam> team_;
  std::vector<cpu::Workspace> workspaces_;  // one per worker
};

}  // namespace replicas
