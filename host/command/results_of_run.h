#pragma once

#include <filesystem>
#include <string>

namespace replicas {

/// The run.nc that a user means by a run directory or by the file itself. When a run directory has none yet, the Error
/// (no_input, 66) says what is going on there: how far the run is, from which step on there are results, what to do.
std::filesystem::path results_of_run(const std::string& run);

/// ", in burn-in until step 45000; results from step 47600 on": of a run without run.nc whose `step` is saved; nothing
/// when its configuration cannot be read.
std::string until_results(const std::filesystem::path& run, std::uint64_t step);

}  // namespace replicas
