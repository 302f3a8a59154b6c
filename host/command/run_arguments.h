#pragma once

#include <string>
#include <vector>

#include "command/config_file.h"
#include "run/physics.h"

namespace CLI {
class App;
}

namespace replicas {

/// The words after `replicas [run]` as values.
struct RunArguments {
  Request asked;    ///< not settled: a run that goes on settles it with its own number of steps
  Request settled;  ///< all that a new run would be
  bool json = false, quiet = false;
  std::vector<std::string> words;
  std::vector<ConfigEntry> config;  ///< what --config gave, to say where a mistake stands
};

/// Gives `app` an option for each field, and the options that concern the command line alone. Texts are kept inside.
/// Without `physics` only what may be chosen for a run that is there already.
void define_run_options(CLI::App& app, bool physics = true);

/// The words after a verb: `--config FILE` (TOML, a run directory or its run.nc) comes first and the command line wins.
/// Errors: 64 for the command line, 78 for the file, each naming option or key. False when help was asked for and
/// printed. `app` has the options of a run and perhaps more.
bool parse_run_arguments(CLI::App& app, const std::vector<std::string>& words, RunArguments& arguments);
bool parse_run_arguments(const std::vector<std::string>& words, RunArguments& arguments);

/// Of a new run, --out names the whole of it: a slice goes to RUN.shard-I-of-N.
void name_slice(Request& asked);

/// Parses the words and runs; `command_line` is stored. A mistake in a --config file that only shows when the run is
/// put together is answered like one that shows at once: 78, file and line.
int run_words(const std::vector<std::string>& words, const std::string& command_line);
int run_or_place_error(const RunArguments& arguments);

}  // namespace replicas
