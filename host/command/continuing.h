#pragma once

#include <cstdint>
#include <string>

#include "command/options.h"

namespace replicas {

/// The run that was asked for, as a continuation of the one whose config.toml this is. Everything that defines the
/// physics must be the same: Error(cannot_create, 73) names the keys that differ. Only --steps may grow. What was
/// derived from the number of steps (a burn-in in percent, the sample interval) stays as it was at the start of the
/// run. `planned_steps`: as far as it was asked to go until now; it never goes less far.
RunOptions continued(const RunOptions& asked, const std::string& stored_configuration, std::uint64_t planned_steps,
                     const std::string& directory);

}  // namespace replicas
