#pragma once

#include "command/options.h"

namespace replicas {

/// The verb `run`: builds the ensemble, starts it, chooses step sizes, sweeps, analyses, writes the run directory and
/// prints the table. Returns the exit status; errors are thrown.
int run(const RunOptions& options);

}  // namespace replicas
