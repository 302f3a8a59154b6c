#pragma once

#include <string>

#include "command/options.h"

namespace replicas {

/// The physics of a run as TOML text in a fixed order: stored with the run, read by --config, hashed for its directory.
std::string configuration(const RunOptions& options);

}  // namespace replicas
