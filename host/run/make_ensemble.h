#pragma once

#include <memory>

#include "observe/instruments/measurements.h"
#include "run/physics.h"
#include "system/ensemble.h"

namespace replicas {

/// The physics to the ensemble it describes: system (run/systems.h), ladder, confinement. Step sizes are filled in
/// where they need no pilot, else 0. `own` data take the place of those that would be read or drawn. Errors name field
/// or file.
Ensemble make_ensemble(const Physics& physics, const OwnData& own = {});

/// What a run of this physics has measured before its first step: nothing, of the replicas that it owns.
Measurements nothing_measured(const Physics& physics, Ensemble ensemble);

/// The ensemble's network on the test data, read as its training data were: their classes, their scale. Null without
/// test data.
std::shared_ptr<const System> test_system_of(const Physics& physics, const OwnData& own, const Ensemble& ensemble);

/// What was asked for has no equilibrium, in words; empty when it has one.
std::string no_equilibrium(const Ensemble& ensemble);

}  // namespace replicas
