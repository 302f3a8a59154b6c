#pragma once

#include <filesystem>
#include <string>

#include "engine/engine.h"
#include "observe/instruments/curvature_map.h"
#include "observe/instruments/measurements.h"
#include "observe/observables/loss_minimum.h"
#include "run/physics.h"
#include "run/schedule.h"
#include "run/stopping.h"
#include "run/timer.h"

namespace replicas {

/// Where the map of a run is kept while it is made, and what messages call that place and how to go on.
struct MapPlace {
  std::filesystem::path directory;
  std::string work;  ///< all that defines the bits of the run's weights
  std::string directory_name, resume_advice;
};

/// The curvature map of a run that has made all its steps, from where another process stopped in it.
/// Error(stopped, 75) when the run has to stop; then the map so far is saved.
CurvatureMap map_of(const Engine& engine, const Measurements& measured, const Request& request, Timer& timer,
                    const Stopping& stopping, const Callbacks& callbacks, const MapPlace& place);

/// Descents to the minimum of L from the weights that a run ended at. Error(stopped, 75) with `message` of the reason
/// when the run has to stop: the steps are saved then, and the descents begin again (descent_budget keeps them short).
std::vector<LossMinimum> minima_of(const Engine& engine, Measurements& measured, const Schedule& schedule,
                                   const Physics& physics, Timer& timer, const Stopping& stopping,
                                   const std::function<std::string(const std::string& reason)>& message);

}  // namespace replicas
