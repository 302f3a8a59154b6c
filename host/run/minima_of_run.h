#pragma once

#include <string>

#include "engine/engine.h"
#include "observe/observables/loss_minimum.h"
#include "run/physics.h"
#include "run/schedule.h"
#include "run/stopping.h"
#include "run/timer.h"

namespace replicas {

/// Descents to the minimum of L from the weights that a run ended at. Error(stopped, 75) with `message` of the reason
/// when the run has to stop: the steps are saved then, and the descents begin again (descent_budget keeps them short).
std::vector<LossMinimum> minima_of(const Engine& engine, Measurements& measured, const Schedule& schedule,
                                   const Physics& physics, Timer& timer, const Stopping& stopping,
                                   const std::function<std::string(const std::string& reason)>& message);

}  // namespace replicas
