#pragma once

#include <memory>
#include <vector>

#include "engine/cpu/batch_buffer.h"
#include "engine/cpu/prepared_system.h"
#include "engine/cpu/workspace.h"
#include "engine/sampler.h"

namespace replicas {

/// The fast sampler: one replica at a time per thread, all steps of a call before the next, float32, vectorised over
/// neurons. Its bits depend on the ensemble alone: not on threads, on how many other replicas run, or on whether the
/// kernels were compiled for AVX-512, AVX2 or any machine.
class CpuSampler final : public Sampler {
 public:
  CpuSampler(const Ensemble& ensemble, std::shared_ptr<const cpu::PreparedSystem> prepared, int threads);

  std::string name() const override;
  int threads() const override { return threads_; }
  const Ensemble& ensemble() const override { return ensemble_; }
  void load(std::span<const float> weights) override;
  std::vector<float> velocities() const override;
  void load_velocities(std::span<const float> velocities) override;
  const WeightBatch& state() const override { return state_; }
  std::vector<float> weight_norms2() const override;
  std::vector<ReplicaSums> advance(std::uint64_t first_step, std::uint64_t last_step) override;

 private:
  /// What changes from step to step of the replica that a thread is at.
  struct Changes {
    const Ensemble* ensemble = nullptr;
    std::size_t rung = 0;
    std::vector<BlockRule> rules = {};  // of a schedule
    VelocityRule velocity = {};
    cpu::BatchBuffer* batch = nullptr;

    bool any() const { return batch != nullptr || !ensemble->dynamics.constant(); }
    void set_rules(std::uint64_t step);
    static void before_step(void* changes, std::uint64_t step);
  };
  cpu::ReplicaView replica_view(std::size_t replica, Changes& changes) const;
  void advance_in_batches(std::size_t worker, std::size_t replica, std::uint64_t first_step, std::uint64_t last_step,
                          ReplicaSums& sums);

  Ensemble ensemble_;
  std::shared_ptr<const cpu::PreparedSystem> prepared_;
  int asked_, threads_;
  cpu::PaddedBatch state_;
  std::unique_ptr<cpu::PaddedBatch> anchor_;
  std::unique_ptr<cpu::PaddedBatch> velocities_;
  std::vector<BlockRule> rules_;            // temperatures x layers x 2
  std::vector<cpu::Workspace> workspaces_;  // one per thread
  std::vector<cpu::BatchBuffer> batches_;   // one per thread, where gradients are taken over batches
  std::vector<Changes> changes_;            // one per thread
};

}  // namespace replicas
