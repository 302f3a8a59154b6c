#pragma once

#include <string>
#include <vector>

#include "command/options.h"

namespace replicas {

/// The words after `replicas [run]` to options; `--config FILE` (TOML, a run directory or its run.nc) comes first and
/// the command line wins. Errors: 64 for the command line, 78 for the file, each naming option or key. Returns false
/// when help was asked for and printed.
bool parse_run_arguments(const std::vector<std::string>& words, RunOptions& options);

}  // namespace replicas
