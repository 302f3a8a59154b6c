#pragma once

#include <filesystem>
#include <string>

#include "run/physics.h"
#include "run/schedule.h"

namespace replicas {

/// Bytes that a run will surely need: measurements and saved states, less than what it takes in the end.
struct Footprint {
  double disk = 0, memory = 0;
};
Footprint footprint(const Ensemble& ensemble, const Schedule& schedule, const Request& request, bool has_test_data);

/// Bytes that the control group of this process grants, or one above it; infinite where none says. See
/// control_group_folders for the arguments.
double granted_memory(const std::string& groups, const std::string& root);

/// Before a run computes anything: Error(io_error, 74) when its directory has no room for the part that is left, with
/// the bytes of the run that it replaces, Error(out_of_memory, 71) when it needs more than --max-memory. Returns what
/// it needs, for the log.
std::string require_room(const Footprint& needed, const std::filesystem::path& directory, double part_left,
                         double replaced_bytes, const Request& request);

}  // namespace replicas
