#pragma once

#include "engine/engine.h"
#include "observe/results.h"
#include "run/physics.h"
#include "run/schedule.h"

namespace replicas {

struct CurvatureMap;
struct LossMinimum;

/// The results of what was measured so far, with the attributes that say what run they are of. An unfinished run says
/// so in its title, in the attributes `steps` and `complete`, and as a verdict, and has no curvature map yet nor
/// `minima`, the descents from its last weights.
Results describe(Measurements& measured, const Schedule& schedule, const Request& request, const Engine& engine,
                 const CurvatureMap* map, const std::vector<LossMinimum>& minima);

/// Whether enough was measured for results.
bool has_results(const Measurements& measured, const Schedule& schedule);

}  // namespace replicas
