#pragma once

#include <filesystem>
#include <string>

#include "command/options.h"
#include "command/spent.h"
#include "command/stopping.h"
#include "engine/engine.h"
#include "observe/curvature_map.h"
#include "observe/measurements.h"

namespace replicas {

/// Where the map of a run is kept while it is made, and how people call that place and going on.
struct MapPlace {
  std::filesystem::path directory;
  std::string work;  ///< all that defines the bits of the run's weights
  std::string shown, again;
};

/// The curvature map of a run that has made all its steps, from where another process stopped in it. Replaces the
/// weights of the engine. Error(stopped, 75) when the run has to stop; then the map so far is saved.
CurvatureMap map_of(Engine& engine, const Measurements& measured, const RunOptions& options, Spent& spent,
                    const Stopping& stopping, const MapPlace& place);

}  // namespace replicas
