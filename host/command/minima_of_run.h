#pragma once

#include <string>

#include "command/options.h"
#include "command/schedule.h"
#include "command/spent.h"
#include "command/stopping.h"
#include "engine/engine.h"
#include "observe/loss_minimum.h"

namespace replicas {

/// Descents to the minimum of L from the weights that a run ended at. Error(stopped, 75) with `message` of the reason
/// when the run has to stop: the steps are saved then, and the descents begin again (descent_budget keeps them short).
std::vector<LossMinimum> minima_of(const Engine& engine, Measurements& measured, const Schedule& schedule,
                                   const RunOptions& options, Spent& spent, const Stopping& stopping,
                                   const std::function<std::string(const std::string& reason)>& message);

}  // namespace replicas
