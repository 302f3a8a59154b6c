#include "command/run.h"

#include <spdlog/spdlog.h>
#include <unistd.h>

#include <cstdio>
#include <iostream>
#include <optional>

#include "command/config_notes.h"
#include "command/field_words.h"
#include "command/process.h"
#include "command/signals.h"
#include "command/standard_streams.h"
#include "model/printable.h"
#include "run/simulation.h"
#include "show/json.h"
#include "show/log.h"
#include "show/progress.h"
#include "show/table.h"
#include "show/terminal.h"

namespace replicas {

namespace {

/// What a run says goes to the log and the progress line; signals are its stop token.
Callbacks callbacks_for(std::optional<Progress>& progress) {
  return {.log =
              [](Callbacks::Level level, const std::string& text) {
                spdlog::log(level == Callbacks::Level::warning ? spdlog::level::warn : spdlog::level::info, "{}", text);
              },
          .progress = [&progress](const ProgressReport& now) { progress->update(now.step, now.steps, now.replicas); },
          .finished_steps = [&progress] { progress->finish(); },
          .stop = [] { return std::string(signalled() ? "by a signal" : ""); },
          .while_saved = [](const std::string& message, unsigned patience) -> std::shared_ptr<void> {
            return std::make_shared<LeavesAtOnce>(as_options(message), patience);
          }};
}

std::string where_time_went(const Simulation& simulation) {
  std::string text;
  for (const auto& [what, seconds] : simulation.times())
    text += fmt::format("{}{} {}", text.empty() ? "" : ", ", what,
                        seconds < 99.5 ? fmt::format("{:.2g} s", seconds) : duration(seconds));
  return text;
}

}  // namespace

int run(const RunArguments& arguments) {
  set_up_log(arguments.quiet, as_options);
  catch_signals();
  Request asked = arguments.asked;
  asked.control.began = process_began();
  for (const std::string& note : config_notes(arguments)) spdlog::info("{}", note);
  std::optional<Progress> progress;
  Simulation simulation(asked, callbacks_for(progress));
  const bool computes = !simulation.finished();
  if (computes) {
    simulation.prepare();
    progress.emplace(stderr, isatty(STDERR_FILENO) != 0, arguments.quiet, Progress::steady_seconds, simulation.step());
    simulation.advance(simulation.steps());
  }
  const Results shown = as_options(simulation.complete());
  progress.reset();
  std::cout << (arguments.json ? json(shown) : table(shown, terminal_width()));
  flush_standard_output("the results are in " + printable(simulation.result().string()));
  if (computes) {
    spdlog::info("time: {}", where_time_went(simulation));
    spdlog::info("results in {}", simulation.result().string());
  }
  return 0;
}

}  // namespace replicas
