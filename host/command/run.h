#pragma once

#include "command/run_arguments.h"

namespace replicas {

/// The verb `run`: a Simulation from its beginning, or from where it stopped, to its end, with what it says on standard
/// error and its table on standard output. Returns the exit status; errors are thrown.
int run(const RunArguments& arguments);

}  // namespace replicas
