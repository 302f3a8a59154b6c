#include <CLI/CLI.hpp>

#include <filesystem>
#include <iostream>

#include "command/field_words.h"
#include "command/read_words.h"
#include "command/run_arguments.h"
#include "command/run_texts.h"
#include "command/standard_streams.h"
#include "command/verbs.h"
#include "model/error.h"
#include "model/printable.h"
#include "run/simulation.h"
#include "run/stored_request.h"
#include "show/log.h"
#include "store/checkpoints.h"
#include "store/run_files.h"

namespace replicas {

namespace {

namespace fs = std::filesystem;

double bytes_of_run(const fs::path& run) {
  double bytes = 0;
  for (const std::string& name : run_files(run)) {
    std::error_code error;
    if (const std::uintmax_t size = fs::file_size(run / name, error); !error) bytes += static_cast<double>(size);
  }
  return bytes;
}

/// Errors (66, 64) where there is no run, or one that still needs its samples: before anything is removed.
void require_finished(const std::string& run) {
  require_run_directory(run);
  const Checkpoints checkpoints(run);
  require(!checkpoints.empty() && checkpoints.last().step >= checkpoints.last().planned_steps &&
              checkpoints.result_is_whole() && stored_shard(run).whole(),
          ErrorKind::bad_value, "{} is not finished: its samples are needed for its results", printable(run));
}

void remove_samples(const std::string& run) {
  const double before = bytes_of_run(run);
  RunArguments arguments;
  parse_run_arguments({"--config=" + run, "--out=" + run, "--drop-samples"}, arguments);
  // Of a run that is finished only what is wrong has to be said.
  Simulation simulation(arguments.asked, {.log = [](Callbacks::Level level, const std::string& text) {
                          if (level == Callbacks::Level::warning) say_in_log(level, text);
                        }});
  simulation.complete();
  const double after = bytes_of_run(run);
  std::cout << fmt::format("{}: {:.1f} MB removed, {:.1f} MB left\n", printable(run), (before - after) / 1e6,
                           after / 1e6);
}

}  // namespace

int remove(const std::vector<std::string>& words) {
  CLI::App app(
      "Makes finished runs small: --samples removes what was saved of their weights for spectra and the curvature map, "
      "most of "
      "their size. Results, figures and the report stay; with more --steps the run goes on, and those spectra begin "
      "anew.",
      "replicas remove");
  std::vector<std::string> runs;
  bool samples = false;
  app.add_option("RUN", runs, "Directories of finished runs")->required();
  app.add_flag("--samples", samples, "Remove the weight samples");
  if (!read_words(app, words)) return 0;
  require(samples, ErrorKind::bad_value,
          "replicas remove takes --samples; a whole run is a directory, rm -r removes it");
  set_up_log(false, as_options);
  for (const std::string& run : runs) require_finished(run);
  for (const std::string& run : runs) remove_samples(run);
  flush_standard_output("the samples are removed");
  return 0;
}

}  // namespace replicas
