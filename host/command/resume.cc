#include "command/verbs.h"

#include <spdlog/fmt/ranges.h>

#include <CLI/CLI.hpp>

#include <filesystem>

#include "command/read_words.h"
#include "command/run_arguments.h"
#include "model/error.h"
#include "model/printable.h"
#include "run/data_places.h"
#include "run/known_data.h"
#include "run/stored_request.h"
#include "store/checkpoints.h"
#include "store/directory_lock.h"
#include "store/run_directory.h"
#include "store/run_files.h"

namespace replicas {

namespace {

constexpr const char* resume_about =
    "Goes on with the run in the directory RUN from its last checkpoint, bit for bit. Of the options that define the "
    "run "
    "only --steps may change, and only grow. Exit 75 when a signal or --max-hours stops it again.";
constexpr const char* branch_about =
    "Begins a new run from the weights that RUN saved last, on the same data, with other noise: --seed is needed. What "
    "is "
    "not given is as in RUN. The new run counts its steps from 0 and has a directory of its own.";

/// The options of a run, and RUN.
struct RunApp {
  RunApp(const char* about, const char* verb) : app(about, std::string("replicas ") + verb) {
    define_run_options(app);
    app.add_option("RUN", run, "The directory of a run")->required();
  }
  CLI::App app;
  std::string run;
};

/// Errors (66) where this is no run. A replacement in which a process died is ended first.
void require_run(const std::string& run) {
  const std::filesystem::path path = run;
  if (file_exists(path / "arrived") || file_exists(path / "next" / "manifest")) {
    const DirectoryLock lock(path);
    finish_replacement(path);
  }
  require_run_directory(path);
}

/// Reads `before` and then `words`, of which the later win, and runs.
int run_with(const char* about, const char* verb, std::vector<std::string> before,
             const std::vector<std::string>& words) {
  before.insert(before.end(), words.begin(), words.end());
  RunApp all(about, verb);
  RunArguments arguments;
  parse_run_arguments(all.app, before, arguments);
  if (std::string_view(verb) == "branch") name_slice(arguments.asked);
  arguments.asked.history = fmt::format("replicas {} {}", verb, fmt::join(words, " "));
  return run_or_place_error(arguments);
}

}  // namespace

int resume(const std::vector<std::string>& words) {
  RunApp first(resume_about, "resume");
  if (!read_words(first.app, words)) return 0;
  require(first.app.count("--out") + first.app.count("--name") + first.app.count("--overwrite") == 0,
          ErrorKind::bad_value, "replicas resume RUN goes on in RUN itself; leave out --out, --name and --overwrite");
  require_run(first.run);
  return run_with(resume_about, "resume", {"--config=" + first.run, "--out=" + first.run}, words);
}

int branch(const std::vector<std::string>& words) {
  RunApp first(branch_about, "branch");
  if (!read_words(first.app, words)) return 0;
  require_run(first.run);
  require(first.app.count("--seed") > 0, ErrorKind::bad_value,
          "replicas branch RUN needs a --seed that RUN does not have");
  require(stored_shard(first.run).whole(), ErrorKind::bad_value,
          "{} is a slice of a run and has no weights of the other replicas; replicas merge joins the slices first",
          printable(first.run));
  const Checkpoints checkpoints(first.run);
  require(!checkpoints.empty(), ErrorKind::no_input, "{} has no checkpoint yet to branch from", printable(first.run));
  std::vector<std::string> before = {"--config=" + first.run,
                                     fmt::format("--start=run:{}@{}", first.run, checkpoints.last().step)};
  RunArguments parent;
  parse_run_arguments({"--config=" + first.run}, parent);
  const Physics& physics = parent.settled.physics;
  if (physics.data.empty() && !physics.potential && physics.particles == 0)
    before.push_back(fmt::format("--data-seed={}", physics.data_seed()));
  const std::string place = begun_in(first.run);
  // On the same data, unless other data are asked for.
  if (first.app.count("--data") + first.app.count("--test-data") + first.app.count("--potential") +
          first.app.count("--teacher") + first.app.count("--particles") ==
      0) {
    const DataPlaces found = read_data(physics, {}, &checkpoints.last(), false, printable(first.run), place).places;
    if (!found.data.empty()) before.push_back("--data=" + found.data);
    if (!found.test_data.empty()) before.push_back("--test-data=" + found.test_data);
  }
  return run_with(branch_about, "branch", before, words);
}

}  // namespace replicas
