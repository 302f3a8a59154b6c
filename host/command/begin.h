#pragma once

#include <memory>

#include "command/options.h"
#include "command/spent.h"
#include "engine/engine.h"
#include "observe/measurements.h"

namespace replicas {

/// Where the replicas of a new run begin, and the step sizes if a pilot has to find them: both written to `measured`.
std::unique_ptr<Engine> begin(const RunOptions& options, Measurements& measured, Spent& spent);

}  // namespace replicas
