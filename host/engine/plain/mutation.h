#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "engine/engine.h"

namespace replicas {

/// Planted bugs of the plain engine (tests only): every physics check must fail on the ones it is meant for.
enum class Mutation {
  none,
  noise_amplitude_root2,      ///< sqrt(eta T) instead of sqrt(2 eta T)
  temperature_2_percent,      ///< T 2 percent too high in the noise
  temperatures_shifted,       ///< replica r gets the noise amplitude of replica r + 1
  noise_of_one_step_size,     ///< the noise of a block is that of the temperature's step size, whatever its own
  silent_bias,                ///< no noise on the last bias vector
  shared_noise,               ///< replicas 0 and 1 share their noise
  stuck_counter,              ///< odd steps repeat the noise of the step before
  shared_counters,            ///< the second layer reuses the counters of the first
  seed_in_counter,            ///< the seed is added to the step instead of keying the generator
  uniform_noise,              ///< uniform numbers of variance 1
  gradient_1_percent,         ///< gradient 1 percent too large
  decay_missing,              ///< no confinement on the last layer
  prior_without_temperature,  ///< decay = 1 / sigma^2 instead of T / sigma^2
  lm_single_noise,            ///< lm uses sqrt(2) xi_n instead of xi_n + xi_(n+1)
  loss_without_log1p,         ///< -log p and p - 1 from the probability p of the label, in float
  sum_not_mean,               ///< gradient of the sum over examples instead of the mean
  last_example_dropped,       ///< the last example adds nothing to the gradient
  transposed_gradient,        ///< weight gradient of the last layer stored as [out][in]
  activation_slope_of_input,  ///< tanh' taken as 1 - z^2
  hessian_without_curvature,  ///< Hessian products without the second derivative of the activation
  stale_gradient,             ///< the gradient of the step before
  ties_are_right,             ///< a label counts as right unless another logit exceeds its own
  divergence_unseen,          ///< sums always say finite, with weights no larger than 1
};

/// Where a planted bug reaches into the plain engine. Without a mutation each returns what the engine should use.
namespace planted {

/// Amplitude of the noise of the weights of one block.
double noise_amplitude(Mutation mutation, const Ensemble& ensemble, std::size_t replica, const Block& block);

/// Coefficient of the weights of one block in grad V.
double decay(Mutation mutation, const Ensemble& ensemble, std::size_t replica, const Block& block);

/// xi_n of one weight.
float noise(Mutation mutation, const Ensemble& ensemble, std::size_t replica, std::uint64_t step, std::size_t weight);

/// xi_(n+1) of the lm rule, to be added to xi_n.
float later_noise(Mutation mutation, const Ensemble& ensemble, std::size_t replica, std::uint64_t step,
                  std::size_t weight);

/// Changes grad L in place.
template <class Number>
void change_gradient(Mutation mutation, const Network& network, int examples, std::vector<Number>& gradient);

/// Loss and gradient of one example from p = softmax(z): -log p_y and p - 1 at the label. With one logit the other is
/// 0.
template <class Number>
Number naive_loss(const Number* logits, int outputs, int label, Number* error);

/// Is the label of an example wrong, given its logits?
template <class Number>
bool mislabelled(Mutation mutation, const Number* logits, int outputs, std::int32_t label);

/// Changes what `advance` reports, in place.
void change_sums(Mutation mutation, ReplicaSums& sums);

}  // namespace planted

}  // namespace replicas
