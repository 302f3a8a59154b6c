#pragma once

#include <span>
#include <vector>

#include "engine/engine.h"
#include "observe/instruments/notebook.h"
#include "run/callbacks.h"

namespace replicas {

/// Step size per temperature from the curvature a short pilot meets: eta (<lambda_max> + decay) = 0.1 (em) or 0.2 (lm),
/// rounded to two digits. lambda_max is the largest eigenvalue of the Hessian of L, averaged over the first 32 replicas
/// of a temperature (one for each data set, if those are more) and the second half of the pilot; the pilot's noise has
/// a purpose of its own and its end state is dropped. A pure function of the ensemble and the start: the same for any
/// engine thread count. Goes on from what the notebook says of it.
std::vector<double> pilot_step_sizes(const Ensemble& ensemble, std::span<const float> start,
                                     const EngineOptions& engine_options, Notebook& notebook,
                                     const Callbacks& callbacks);

}  // namespace replicas
