#include "command/run.h"

#include <spdlog/spdlog.h>
#include <unistd.h>

#include <cstdio>
#include <iostream>
#include <optional>

#include "command/config_file.h"
#include "command/environment.h"
#include "command/field_words.h"
#include "command/process.h"
#include "command/run_texts.h"
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
  return {.log = say_in_log,
          .progress = [&progress](const ProgressReport& now) { progress->update(now.step, now.steps, now.replicas); },
          .finished_steps = [&progress] { progress->finish(); },
          .preparation =
              [&progress](const PreparationReport& now) { progress->prepare(now.work, now.done, now.all, now.detail); },
          .stop = [] { return std::string(signalled() ? "by a signal" : ""); },
          .while_saved = [](const std::string& message, unsigned patience) -> std::shared_ptr<void> {
            return std::make_shared<LeavesAtOnce>(as_options(message), patience);
          }};
}

}  // namespace

int run(const RunArguments& arguments) {
  set_up_log(arguments.quiet, as_options);
  catch_signals();
  Request asked = arguments.asked;
  asked.control.began = process_began();
  for (const std::string& note : config_notes(arguments)) spdlog::info("{}", note);
  if (const std::string note = said_of_environment(); !note.empty() && asked.physics.shard.whole())
    spdlog::info("{}", note);
  std::optional<Progress> progress;
  Simulation simulation(asked, callbacks_for(progress));
  const bool computes = !simulation.finished();
  if (computes) {
    const bool terminal = isatty(STDERR_FILENO) != 0;
    progress.emplace(stderr, terminal, arguments.quiet);
    simulation.prepare();
    progress.emplace(stderr, terminal, arguments.quiet, Progress::steady_seconds, simulation.step());
    simulation.advance(simulation.steps());
  }
  const Results shown = as_options(simulation.complete());
  const bool slice = !simulation.request().physics.shard.whole();
  progress.reset();
  std::cout << (slice            ? slice_line(simulation, arguments.json)
                : arguments.json ? json(shown)
                                 : table(shown, terminal_width()));
  const std::filesystem::path made = slice ? simulation.directory() : simulation.result();
  flush_standard_output("the results are in " + printable(made.string()));
  if (computes) {
    spdlog::info("time: {}", where_time_went(simulation));
    spdlog::info("{} in {}", slice ? "saved" : "results", made.string());
  }
  return 0;
}

}  // namespace replicas
