#pragma once

#include <span>
#include <vector>

#include "solve/machine.h"

namespace replicas::solve {

/// The exact node behind K independent hidden units, unit k being +1 with probability Phi(z[k]).
struct OutputNode {
  double right = 0;  ///< the probability that the pattern is right
  /// By unit: the probabilities that it is right when the unit is +1 and when it is -1, scaled to a sum of 1.
  std::vector<double> if_plus, if_minus;
  std::vector<double> plus, minus;  ///< Phi(z) and Phi(-z)

  /// By prefix and suffix laws of the number of units that are +1, O(K^2), of a parity machine of whether the number
  /// that are -1 is even. Both probabilities of a unit are kept and everything is a sum of products of them, so that a
  /// unit that is all but certain still tells how improbable it is that it turns: this is all that a wrong pattern
  /// whose units are certain has to learn from.
  void ask(const Machine& machine, std::span<const double> z, int least_field);

 private:
  void keep_apart_from_zero(int turns);
  void ask_parity();

  std::vector<double> before_, behind_;
};

}  // namespace replicas::solve
