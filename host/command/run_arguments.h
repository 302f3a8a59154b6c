#pragma once

#include <string>
#include <vector>

#include "command/options.h"

namespace replicas {

/// The words after `replicas [run]` to options; `--config FILE` (TOML, a run directory or its run.nc) comes first and
/// the command line wins. Errors: 64 for the command line, 78 for the file, each naming option or key. Returns false
/// when help was asked for and printed.
bool parse_run_arguments(const std::vector<std::string>& words, RunOptions& options);

/// Positions of the words that are neither options of a run nor values of them: where `resume` and `branch` look for
/// RUN.
std::vector<std::size_t> stray_words(const std::vector<std::string>& words);

/// Parses the words and runs; `command_line` is stored. A mistake in a --config file that only shows when the run is
/// put together is answered like one that shows at once: 78, file and line.
int run_words(const std::vector<std::string>& words, const std::string& command_line);

}  // namespace replicas
