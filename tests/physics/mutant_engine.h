#pragma once

#include <map>

#include "engine/plain/plain_engine.h"

namespace replicas {

/// Bugs planted in the plain engine: every physics check must fail on the ones it is meant for.
enum class Mutation {
  none,
  noise_amplitude_root2,        ///< sqrt(eta T) instead of sqrt(2 eta T)
  temperature_2_percent,        ///< T 2 percent too high in the noise
  temperatures_shifted,         ///< replica r gets the noise amplitude of replica r + 1
  noise_of_one_step_size,       ///< the noise of a block is that of the temperature's step size, whatever its own
  silent_bias,                  ///< no noise on the last bias vector
  shared_noise,                 ///< replicas 0 and 1 share their noise
  stuck_counter,                ///< odd steps repeat the noise of the step before
  shared_counters,              ///< the second layer reuses the counters of the first
  seed_in_counter,              ///< the seed is added to the step instead of keying the generator
  uniform_noise,                ///< uniform numbers of variance 1
  gradient_1_percent,           ///< gradient 1 percent too large
  decay_missing,                ///< no confinement on the last layer
  prior_without_temperature,    ///< decay = 1 / sigma^2 instead of T / sigma^2
  lm_single_noise,              ///< lm uses sqrt(2) xi_n instead of xi_n + xi_(n+1)
  loss_without_log1p,           ///< -log p and p - 1 from the probability p of the label, in float
  sum_not_mean,                 ///< gradient of the sum over examples instead of the mean
  last_example_dropped,         ///< the last example adds nothing to the gradient
  transposed_gradient,          ///< weight gradient of the last layer stored as [out][in]
  activation_slope_of_input,    ///< tanh' taken as 1 - z^2
  hessian_without_curvature,    ///< Hessian products without the second derivative of the activation
  stale_gradient,               ///< the gradient of the step before
  ties_are_right,               ///< a label counts as right unless another logit exceeds its own
  friction_of_continuous_time,  ///< noise of velocities sqrt(2 friction h T), not sqrt((1 - c^2) T)
  drift_at_once,                ///< baoab drifts by h v after the friction, not half before and half after it
  velocity_forgotten,           ///< every step begins at rest
  schedules_stand_still,        ///< noise and decay stay as they were at step 0
  batch_with_replacement,       ///< examples of a batch are drawn with repetition
  batch_kept_two_steps,         ///< every second step sees the batch of the step before
  batch_scaled,                 ///< the gradient of a batch is its sum over P, not its mean
  one_fresh_batch,              ///< every step sees the fresh examples of the first
  epochs_in_one_order,          ///< every epoch repeats the order of the first
  divergence_unseen,            ///< sums always say finite, with weights no larger than 1
};

/// The plain landscape with one bug.
template <class Number>
class MutantLandscape final : public PlainLandscape<Number> {
 public:
  MutantLandscape(std::shared_ptr<const System> system, Mutation mutation)
      : PlainLandscape<Number>(std::move(system)), mutation_(mutation) {}
  Evaluation<Number> evaluate(const System& shown, std::size_t dataset, std::span<const Number> weights,
                              std::span<const Number> direction) const override;

 private:
  Mutation mutation_;
};

/// The plain sampler with one bug.
template <class Number>
class MutantSampler final : public PlainSampler<Number> {
 public:
  MutantSampler(const Ensemble& ensemble, Mutation mutation)
      : PlainSampler<Number>(ensemble), mutation_(mutation), landscape_(ensemble.system, mutation) {}

  std::vector<ReplicaSums> advance(std::uint64_t first_step, std::uint64_t last_step) override;

 protected:
  Evaluation<Number> evaluate(std::size_t replica) const override;
  Evaluation<Number> evaluate(std::size_t replica, const std::vector<std::uint32_t>& examples) const override;
  Evaluation<Number> evaluate(std::size_t replica, Dataset examples) const override;
  Dataset fresh_batch(std::size_t replica, std::uint64_t step) const override;
  std::vector<std::uint32_t> batch(std::size_t replica, std::uint64_t step) const override;
  double noise_amplitude(std::size_t replica, const Block& block, std::uint64_t step) const override;
  double decay(std::size_t replica, const Block& block, std::uint64_t step) const override;
  VelocityRule velocity_rule(std::size_t replica, std::uint64_t step) const override;
  float noise(std::size_t replica, std::uint64_t step, std::size_t weight) const override;
  float later_noise(std::size_t replica, std::uint64_t step, std::size_t weight) const override;

 private:
  Mutation mutation_;
  MutantLandscape<Number> landscape_;                           // its evaluation is the sampler's
  mutable std::map<std::size_t, std::vector<Number>> earlier_;  // gradients of the step before, of this call
};

/// The plain engine with one bug.
template <class Number>
class MutantEngine final : public PlainEngine<Number> {
 public:
  MutantEngine(const Ensemble& ensemble, Mutation mutation)
      : PlainEngine<Number>(std::make_unique<MutantSampler<Number>>(ensemble, mutation),
                            std::make_unique<MutantLandscape<Number>>(ensemble.system, mutation)) {}
};

extern template class MutantLandscape<float>;
extern template class MutantLandscape<double>;
extern template class MutantSampler<float>;
extern template class MutantSampler<double>;

}  // namespace replicas
