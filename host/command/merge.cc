#include "command/verbs.h"

#include <spdlog/fmt/ranges.h>

#include <CLI/CLI.hpp>

#include "command/field_words.h"
#include "command/read_words.h"
#include "command/run.h"
#include "command/run_arguments.h"
#include "command/run_texts.h"
#include "command/signals.h"
#include "model/error.h"
#include "run/merge_slices.h"
#include "show/log.h"

namespace replicas {

namespace {

constexpr const char* about =
    "Joins the slices of a run, made with --shard, into the run that one process would have made, bit for bit, and "
    "completes it: descents, curvature map, results. The directories come in any order, each slice once, all of them "
    "finished. What is missing, given twice, unfinished or of another run is refused by name, and nothing is written. "
    "A merge that was stopped goes on with the same command.";

/// What was chosen of how the joined run is completed, in words that a run understands.
std::vector<std::string> control_words(const CLI::App& app) {
  const std::vector<std::string> flags = option_names(app, true);
  std::vector<std::string> words;
  for (const std::string& key : option_names(app)) {
    if (key == "out" || key == "overwrite" || key == "help" || app.count("--" + key) == 0) continue;
    const bool flag = std::ranges::find(flags, key) != flags.end();
    words.push_back("--" + key + (flag ? "" : "=" + app.get_option("--" + key)->results().back()));
  }
  return words;
}

}  // namespace

int merge(const std::vector<std::string>& words) {
  CLI::App app(about, "replicas merge");
  define_run_options(app, false);
  std::vector<std::string> slices;
  app.add_option("SLICE", slices, "The directories of the slices: RUN.shard-1-of-4 RUN.shard-2-of-4 ...")
      ->required()
      ->multi_option_policy(CLI::MultiOptionPolicy::TakeAll);
  if (!read_words(app, words)) return 0;
  require(app.count("--out") > 0, ErrorKind::bad_value,
          "replicas merge needs the directory of the joined run: --out RUN");
  const std::string out = app.get_option("--out")->results().back();
  set_up_log(app.count("--quiet") > 0, as_options);
  catch_signals();
  merge_slices({slices.begin(), slices.end()}, out, app.count("--overwrite") > 0, {.log = say_in_log});
  std::vector<std::string> run = {"--config=" + out, "--out=" + out};
  for (std::string& word : control_words(app)) run.push_back(std::move(word));
  RunArguments arguments;
  parse_run_arguments(run, arguments);
  arguments.asked.history = fmt::format("replicas merge {}", fmt::join(words, " "));
  return run_or_place_error(arguments);
}

}  // namespace replicas
