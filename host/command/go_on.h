#pragma once

#include <memory>
#include <string>

#include "command/options.h"
#include "command/sweep.h"
#include "store/checkpoints.h"

namespace replicas {

/// Everything as it was at the last commit: an engine with its weights, and all that was measured until then. `shown`
/// is the run directory, for messages.
std::unique_ptr<Engine> go_on(const RunOptions& options, const SweepPlan& plan, Checkpoints& checkpoints,
                              Measurements& measured, const std::string& shown);

}  // namespace replicas
