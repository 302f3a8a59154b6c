#pragma once

namespace replicas {

/// Planted bugs of the plain engine (tests only): every physics check must fail on the ones it is meant for.
enum class Mutation {
  none,
  noise_amplitude_root2,      ///< sqrt(eta T) instead of sqrt(2 eta T)
  temperature_2_percent,      ///< T 2 percent too high in the noise
  temperatures_shifted,       ///< replica r gets the noise amplitude of replica r + 1
  silent_bias,                ///< no noise on the last bias vector
  shared_noise,               ///< replicas 0 and 1 share their noise
  stuck_counter,              ///< odd steps repeat the noise of the step before
  shared_counters,            ///< the second layer reuses the counters of the first
  uniform_noise,              ///< uniform numbers of variance 1
  gradient_1_percent,         ///< gradient 1 percent too large
  decay_missing,              ///< no confinement on the last layer's weights
  prior_without_temperature,  ///< decay = 1 / sigma^2 instead of T / sigma^2
  lm_single_noise,            ///< lm uses sqrt(2) xi_n instead of xi_n + xi_(n+1)
  loss_without_log1p,         ///< per-example loss as -log(softmax) in float
  sum_not_mean,               ///< gradient of the sum over examples instead of the mean
  activation_slope_of_input,  ///< tanh' taken as 1 - z^2
  stale_gradient,             ///< the gradient of the step before
};

}  // namespace replicas
