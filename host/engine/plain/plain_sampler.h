#pragma once

#include "engine/plain/plain_landscape.h"
#include "engine/sampler.h"
#include "model/dataset.h"

namespace replicas {

/// The oracle: plain loops over one replica after the other in float or double, one thread. Slow and meant to be read.
/// Each formula of a step is a function of its own, so that tests can derive a sampler with one of them wrong and ask
/// which checks notice (tests/physics/mutant_engine.h).
template <class Number>
class PlainSampler : public Sampler {
 public:
  explicit PlainSampler(const Ensemble& ensemble);

  std::string name() const override;
  int threads() const override { return 1; }
  const Ensemble& ensemble() const override { return ensemble_; }
  void load(std::span<const float> weights) override;
  std::vector<float> velocities() const override;
  void load_velocities(std::span<const float> velocities) override;
  const HostBatch<Number>& state() const override { return state_; }
  std::vector<float> weight_norms2() const override;
  std::vector<ReplicaSums> advance(std::uint64_t first_step, std::uint64_t last_step) override;

 protected:
  /// Of one replica at its present weights on its own data.
  virtual Evaluation<Number> evaluate(std::size_t replica) const;
  /// The same on these examples alone.
  virtual Evaluation<Number> evaluate(std::size_t replica, const std::vector<std::uint32_t>& examples) const;
  /// The same on `examples`, which belong to no data set.
  virtual Evaluation<Number> evaluate(std::size_t replica, Dataset examples) const;
  /// Those that the replica's gradient is taken over at this step, where they are drawn afresh.
  virtual Dataset fresh_batch(std::size_t replica, std::uint64_t step) const;
  /// Those that the replica's gradient is taken over at this step, where it is taken over some of the stored ones.
  virtual std::vector<std::uint32_t> batch(std::size_t replica, std::uint64_t step) const;
  /// Of the weights of one block.
  virtual double noise_amplitude(std::size_t replica, const Block& block, std::uint64_t step) const;
  virtual double decay(std::size_t replica, const Block& block, std::uint64_t step) const;
  /// Of a replica with velocities.
  virtual VelocityRule velocity_rule(std::size_t replica, std::uint64_t step) const;
  /// xi_n of one weight of the replica with this global number, and the xi_(n+1) that the lm rule adds to it.
  virtual float noise(std::size_t number, std::uint64_t step, std::size_t weight) const;
  virtual float later_noise(std::size_t number, std::uint64_t step, std::size_t weight) const;

 private:
  void advance_replica(std::size_t replica, std::uint64_t first_step, std::uint64_t last_step, ReplicaSums& sums);

  Ensemble ensemble_;
  HostBatch<Number> state_;
  std::vector<Number> velocities_;  // replicas x N, where the dynamics has them
};

extern template class PlainSampler<float>;
extern template class PlainSampler<double>;

}  // namespace replicas
