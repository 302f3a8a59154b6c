#pragma once

#include <cstdint>
#include <limits>

#include "solve/bit_rows.h"

namespace replicas::solve {

/// What a solver leaves of one instance.
struct Outcome {
  bool solved = false;
  BitRows weights;                                            ///< a row per unit: the solution, or the last attempt
  int errors = 0;                                             ///< patterns that these leave wrong
  std::uint64_t iterations = 0;                               ///< epochs over the patterns, or iterations of messages
  double entropy = std::numeric_limits<double>::quiet_NaN();  ///< ln of the number of solutions per weight, where known
  bool converged = true;                                      ///< of messages that are run to a fixed point
  double turning = 0;  ///< of messages: the share of weights whose sign changed in the last iteration

  template <class Archive>
  void visit(Archive& archive) {
    archive(solved, weights, errors, iterations, entropy, converged, turning);
  }
};

}  // namespace replicas::solve
