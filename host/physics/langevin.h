#pragma once

#include "physics/elementary.h"

namespace replicas {

/// One weight of overdamped Langevin dynamics: w <- w - eta g + amplitude * xi, g the gradient of U = L + V.
/// `em` (Euler-Maruyama): amplitude = sqrt(2 eta T), xi = xi_n.
/// `lm` (Leimkuhler-Matthews, arXiv:1203.5428): amplitude = sqrt(eta T / 2), xi = xi_n + xi_(n+1).
template <class Number>
HOST_DEVICE Number langevin_step(Number weight, Number gradient, Number step_size, Number amplitude, Number xi) {
  return fused(amplitude, xi, fused(-step_size, gradient, weight));
}

/// How the weights of one block move at one temperature: step size eta (of baoab the kick h), amplitude of the noise,
/// decay (the coefficient of w - centre in grad V).
struct BlockRule {
  float step_size, amplitude, decay;
};

/// How velocities enter, the same for all blocks of one temperature: the factors of v before the kick and at the noise,
/// and what of v the weight drifts by before and after the noise.
struct VelocityRule {
  float kept, damping, drift, second_drift;
};

/// One weight and its velocity: v <- kept v - kick g, w <- w + drift v, v <- damping v + amplitude xi, w <- w +
/// second_drift v. Heavy ball: (m, 1, 1, 0) and no noise. BAOAB of step h: (1, c, h / 2, h / 2) (model/dynamics.h).
template <class Number>
HOST_DEVICE void velocity_step(Number& weight, Number& velocity, Number gradient, Number kick, Number amplitude,
                               Number xi, Number kept, Number damping, Number drift, Number second_drift) {
  velocity = fused(-kick, gradient, kept * velocity);
  weight = fused(drift, velocity, weight);
  velocity = fused(amplitude, xi, damping * velocity);
  weight = fused(second_drift, velocity, weight);
}

/// Gradient of U = L + (decay / 2) |w - centre|^2 for one weight.
template <class Number>
HOST_DEVICE Number confined_gradient(Number loss_gradient, Number weight, Number centre, Number decay) {
  return fused(decay, weight - centre, loss_gradient);
}

}  // namespace replicas
