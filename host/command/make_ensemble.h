#pragma once

#include <vector>

#include "command/options.h"
#include "model/ensemble.h"

namespace replicas {

/// Options to the ensemble they describe: network, data sets (drawn or read), ladder, confinement. Step sizes are
/// filled in where they need no pilot, else 0. Errors name option or file.
Ensemble make_ensemble(const RunOptions& options);

/// The test data, read as the training data of the ensemble were: their classes, their scale. Empty without
/// --test-data.
std::vector<Dataset> test_data_of(const RunOptions& options, const Ensemble& ensemble);

/// What was asked for has no equilibrium, in words; empty when it has one.
std::string no_equilibrium(const Ensemble& ensemble);

}  // namespace replicas
