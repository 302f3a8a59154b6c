#pragma once

#include <memory>

#include "command/options.h"
#include "command/spent.h"
#include "engine/engine.h"
#include "observe/measurements.h"
#include "observe/notebook.h"

namespace replicas {

/// The engine of a new run, with the weights where its replicas begin. Writes to `measured` what their descent aimed at
/// and reached, the anchor if there is one, and the step sizes if a pilot has to find them. What of this takes long
/// goes on from what the notebook says of it.
std::unique_ptr<Engine> begin(const RunOptions& options, Measurements& measured, Spent& spent, Notebook& notebook);

}  // namespace replicas
