#pragma once

#include <vector>

#include "command/solve_arguments.h"
#include "model/named_arrays.h"

namespace replicas {

/// What the instances of every load come to: shares with binomial errors, means over solved instances with their
/// standard errors, each instance's outcome, and what theory says where it is known.
NamedArrays solve_results(const SolveOptions& options, const std::vector<std::vector<solve::Solved>>& by_load);

}  // namespace replicas
