#pragma once

#include <map>
#include <string>

#include "command/solve_arguments.h"

namespace replicas {

/// Texts of options by name, empty where not given.
using SolveTexts = std::map<std::string, std::string>;

/// Which solver, and its parameters. Errors (64) for an option that the solver does not have, or a model that it cannot
/// take.
void read_solver(const SolveTexts& texts, SolveOptions& options);

}  // namespace replicas
