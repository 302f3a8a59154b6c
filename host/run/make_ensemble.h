#pragma once

#include <vector>

#include "model/ensemble.h"
#include "observe/measurements.h"
#include "run/physics.h"

namespace replicas {

/// The physics to the ensemble it describes: network, data sets (drawn or read), ladder, confinement. Step sizes are
/// filled in where they need no pilot, else 0. `own` data sets take the place of those that would be read or drawn.
/// Errors name field or file.
Ensemble make_ensemble(const Physics& physics, std::vector<Dataset> own = {});

/// What a run of this physics has measured before its first step: nothing, of the replicas that it owns.
Measurements nothing_measured(const Physics& physics, Ensemble ensemble);

/// The test data, read as the training data of the ensemble were: their classes, their scale. Empty without
/// test data.
std::vector<Dataset> test_data_of(const Physics& physics, const Ensemble& ensemble);

/// What was asked for has no equilibrium, in words; empty when it has one.
std::string no_equilibrium(const Ensemble& ensemble);

}  // namespace replicas
