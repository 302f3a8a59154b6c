#pragma once

#include "theory/estimate.h"
#include "theory/machine.h"

namespace replicas::theory {

/// The law of the stabilities Delta = sigma w.xi / sqrt(N) of a typical solution of the perceptron (spherical or
/// binary) at a load, and what follows from it:
///   p(Delta) = E_z G((Delta - sqrt(q) z)/s) / (s H((kappa - sqrt(q) z)/s)) for Delta > kappa, s = sqrt(1-q).
class TypicalStability {
 public:
  /// An Error (64) where there is no solution: for binary weights, at an entropy below 0.
  TypicalStability(const Machine& perceptron, double load);

  Estimate density(double stability) const;
  Estimate share_below(double stability) const;

  /// The share of patterns that are wrong when each weight is flipped with probability d, for large N (the field of a
  /// pattern is then normal): E H((1-2d) Delta / sqrt(4 d (1-d))).
  Estimate local_energy(double d) const;

 private:
  double density(double stability, double step) const;

  double margin_, q_;
};

}  // namespace replicas::theory
