#pragma once

#include <string>
#include <vector>

#include "store/run_nc.h"
#include "system/system.h"

namespace replicas {

inline constexpr double most_saved_bytes = 64e6;  ///< of data in run.nc

/// What the replicas were shown, as run.nc keeps it: groups training_data and test_data with inputs(dataset, example,
/// input) after scaling, and labels(dataset, example) or, for the squared loss, targets(dataset, example, output). None
/// of what takes more than 64 MB, nor of systems that are no networks. `test` may be null.
std::vector<SavedData> saved_data(const System& training, const System* test);

/// Why the training data are not among them, with their origin and the XXH3 of all their values; empty when they are.
std::string not_saved(const System& training);

}  // namespace replicas
