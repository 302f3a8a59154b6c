#pragma once

#include <vector>

#include "command/solve_arguments.h"
#include "model/named_arrays.h"

namespace replicas {

/// Adds what each attempt at each instance came to by itself: its outcome, the flatness of its solution, and its
/// weights where they were asked for. Means over instances are in solve_results.
void add_attempts(const SolveOptions& options, const std::vector<std::vector<solve::Solved>>& by_load,
                  NamedArrays& result);

}  // namespace replicas
