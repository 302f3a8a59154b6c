#pragma once

#include <filesystem>
#include <string>

#include "command/options.h"
#include "observe/measurements.h"
#include "observe/results.h"
#include "store/checkpoints.h"

namespace replicas {

/// What a run of these options measures, before it has measured anything.
Measurements measurements_of(const RunOptions& options, Ensemble ensemble);

/// The table or, with --json, the numbers. Error(io_error, 74) when standard output is lost; it says where the results
/// are.
void print_results(const Results& results, const RunOptions& options, const std::filesystem::path& file);

/// A run in `directory` that was finished before: says so, and prints what it found then. Its data have to be what they
/// were (73); where they are gone, a warning says so.
int finished_run(const std::filesystem::path& directory, Checkpoints& checkpoints, const RunOptions& options);

}  // namespace replicas
