#pragma once

#include <span>
#include <vector>

#include "solve/machine.h"

namespace replicas::solve {

/// The exact node behind K independent hidden units, unit k being +1 with probability plus[k].
struct OutputNode {
  double right = 0;  ///< the probability that the pattern is right
  /// By unit: the probabilities that it is right when the unit is +1 and when it is -1, scaled to a sum of 1.
  std::vector<double> if_plus, if_minus;

  /// By prefix and suffix laws of the number of units that are +1, O(K^2); for a parity machine by products.
  void ask(const Machine& machine, std::span<const double> plus, int least_field);

 private:
  std::vector<double> before_, behind_;
};

}  // namespace replicas::solve
