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

/// How the weights of one block move at one temperature: step size eta, amplitude of the noise, decay (the coefficient
/// of w - centre in grad V).
struct BlockRule {
  float step_size, amplitude, decay;
};

/// Gradient of U = L + (decay / 2) |w - centre|^2 for one weight.
template <class Number>
HOST_DEVICE Number confined_gradient(Number loss_gradient, Number weight, Number centre, Number decay) {
  return fused(decay, weight - centre, loss_gradient);
}

}  // namespace replicas
