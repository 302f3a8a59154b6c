#pragma once

#include "theory/estimate.h"
#include "theory/machine.h"

namespace replicas::theory {

/// The replica-symmetric saddle point of a machine at load alpha = P/N: q, its conjugate, and the entropy per weight
/// in nats,
///   binary:    S = -(q^/2)(1-q) + E_z ln 2cosh(sqrt(q^) z) + alpha E_z ln H((kappa - sqrt(shared) z)/sqrt(own)),
///   spherical: S = ln(1-q)/2 + q/(2(1-q)) + the same last term
/// (Krauth and Mezard 1989; Gardner 1988).
struct Saddle {
  double q = 0, q_hat = 0, entropy = 0;
};

/// The branch that is continuous from load 0. An Error (64) where there is none: a spherical machine above its
/// capacity. `step` is that of the quadrature.
Saddle saddle_point(const Machine& machine, double load, double step = fine_step);

Estimate entropy(const Machine& machine, double load);
Estimate overlap(const Machine& machine, double load);

/// The load at which solutions cease: binary weights, where the entropy is 0; spherical ones, where q reaches 1,
///   alpha_c = Delta'(1) / E_z (kappa - sqrt(Delta(1) - Delta(0)) z)_+^2.
/// An Error (64) for spherical trees of sign units, whose replica-symmetric capacity is infinite.
Estimate capacity(const Machine& machine);

/// The largest margin at a load: where the entropy of binary weights is 0, or the capacity of spherical ones that load.
/// An Error (64) above the capacity at margin 0.
Estimate largest_margin(Machine machine, double load);

}  // namespace replicas::theory
