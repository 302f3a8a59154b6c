#include "command/run.h"

#include <spdlog/spdlog.h>
#include <unistd.h>

#include <cstdio>

#include "command/begin.h"
#include "command/config_notes.h"
#include "command/continuing.h"
#include "command/data_remarks.h"
#include "command/describe.h"
#include "command/finished_run.h"
#include "command/footprint.h"
#include "command/go_on.h"
#include "command/known_data.h"
#include "command/make_ensemble.h"
#include "command/map_of_run.h"
#include "command/minima_of_run.h"
#include "command/notebook_keeper.h"
#include "command/saver.h"
#include "command/signals.h"
#include "command/spent.h"
#include "command/stopping.h"
#include "command/sweep.h"
#include "model/device_failure.h"
#include "model/error.h"
#include "model/printable.h"
#include "model/version.h"
#include "show/log.h"
#include "show/progress.h"
#include "store/checkpoints.h"
#include "store/metrics_file.h"
#include "store/notebook_file.h"
#include "store/run_directory.h"
#include "store/run_nc.h"

namespace replicas {

int run(const RunOptions& asked) {
  set_up_log(asked.quiet);
  catch_signals();
  const Stopping stopping(asked.max_hours);
  const BackendChoice device = choose_backend(asked.engine);
  RunDirectory directory(
      asked.out.empty() ? default_run_directory(asked.configuration) : std::filesystem::path(asked.out),
      asked.overwrite);
  if (!directory.warning().empty()) spdlog::warn("{}", directory.warning());
  if (directory.replaces() && directory.configuration() != asked.configuration) directory.clear();
  const std::string shown = printable(directory.path().string());
  const std::optional<std::string> configuration = directory.configuration();
  Checkpoints checkpoints(directory.work());
  const RunOptions options =
      configuration
          ? continued(asked, *configuration, checkpoints.empty() ? 0 : checkpoints.last().planned_steps, shown)
          : asked;
  if (!checkpoints.warning().empty()) spdlog::warn("{}", checkpoints.warning());
  for (const std::string& note : config_notes(asked)) spdlog::info("{}", note);
  if (!checkpoints.empty() && checkpoints.last().step >= options.steps && checkpoints.result_is_whole())
    return finished_run(directory.path(), checkpoints, options);
  KnownData known = read_data(options, checkpoints.empty() ? nullptr : &checkpoints.last(), false, shown);
  if (configuration)
    directory.require_writable();
  else
    directory.begin(options.configuration);

  Measurements measured = measurements_of(options, std::move(*known.ensemble));
  const Ensemble& ensemble = measured.ensemble;
  SweepPlan plan{.steps = options.steps};
  plan.schedule = make_schedule(ensemble, options.first_steps, options.steps, options.burn_in, options.sample_interval);
  plan.stop_on_divergence = options.stop_on_divergence;
  plan.keep_weights = options.save_weights;
  plan.hurry = signalled;
  plan.test_data = std::move(known.test_data);
  Manifest facts{.program = std::string(version) + (*revision ? fmt::format(" ({})", revision) : ""),
                 .seed = options.seed,
                 .data = known.data,
                 .test_data = known.test,
                 .planned_steps = options.steps,
                 .step_sizes = {},
                 .files = {},
                 .result = {}};
  const double done = checkpoints.empty() ? 0 : static_cast<double>(checkpoints.last().step);
  const std::string room =
      require_room(footprint(ensemble, plan.schedule, options), directory.path(),
                   1 - std::min(1.0, done / static_cast<double>(options.steps)), directory.replaced_bytes(), options);
  for (const std::string& assumed : options.assumed) spdlog::info("{}", assumed);
  if (!device.reason.empty()) spdlog::info("device: {} ({})", device.backend, device.reason);
  say_remarks(ensemble.datasets, plan.test_data);
  const std::string warning = no_equilibrium(ensemble);
  if (!warning.empty()) spdlog::warn("{}", warning);

  const std::string again = asked.overwrite ? fmt::format("'replicas resume {}' goes on", shown) : "run again to go on";
  // What is written into a notebook has these bits; see NotebookKeeper.
  const std::string work = fmt::format("{}\n{}\n{:x} {:x} {}\n", facts.program, options.configuration, known.data,
                                       known.test, device.backend);
  Spent spent;
  std::unique_ptr<Engine> engine;
  const bool begins = checkpoints.empty();
  if (begins) {
    NotebookKeeper keeper({.directory = directory.work(),
                           .work = work + "start",
                           .interval = options.checkpoint_seconds,
                           .stopped =
                               [&](const std::string& reason) {
                                 return fmt::format(
                                     "stopped {} before the first step; what was done is saved in {}: "
                                     "run again to go on",
                                     reason, shown);
                               },
                           .kept = [&] { directory.keep_begun(); }},
                          stopping);
    if (keeper.goes_on()) spdlog::info("{}: going on before the first step", shown);
    engine = begin(options, measured, spent, keeper.notebook());
  } else {
    if (checkpoints.last().program != facts.program)
      spdlog::warn("this run was begun by replicas {}; equal bits are promised for one program only",
                   printable(checkpoints.last().program));
    engine = go_on(options, plan, checkpoints, measured, shown);
    spdlog::info("{}: going on from step {} of {}", shown, measured.steps, options.steps);
  }
  facts.step_sizes = ensemble.dynamics.step_sizes;
  const auto results = [&](const CurvatureMap* map, const std::vector<LossMinimum>& minima) {
    Results now = describe(measured, plan.schedule, options, *engine, map, minima);
    describe_data(ensemble.datasets, plan.test_data, now);
    return now;
  };
  const auto saved = [&] { return options.save_weights ? saved_weights(measured) : SavedWeights(); };
  const auto stopped_after = [&](const std::string& reason) {
    return fmt::format("stopped {} after step {} of {}; all is saved in {}: {}", reason, measured.steps, options.steps,
                       shown, again);
  };
  Saver saver(checkpoints, facts, options, stopping, [&](const std::string& reason) {
    constexpr unsigned patience = 5;  // s: a run that has to stop is saved, and its results so far may be left
    std::optional<LeavesAtOnce> leaves;
    if (!reason.empty()) leaves.emplace(stopped_after(reason), patience);
    if (has_results(measured, plan.schedule)) write_run(directory.result(), results(nullptr, {}), saved());
  });
  Results complete;
  try {
    saver.commit(*engine, measured);
    if (begins) remove_notebook(directory.work());  // the work before the first step is saved now
    directory.keep();
    checkpoints.moved(directory.path());
    spdlog::info("{} temperatures x {} replicas of {} ({} weights), {} steps on {}; {}{}", ensemble.temperatures.size(),
                 ensemble.replicas,
                 ensemble.potential ? ensemble.potential->text : to_string(ensemble.network.widths()),
                 ensemble.network.weights(), options.steps, engine->name(), room, saver.cost());
    const std::uint64_t first = measured.steps;
    MetricsFile metrics(directory.path() / "metrics.jsonl", measured, plan.schedule.metrics_every);
    Progress progress(stderr, isatty(STDERR_FILENO) != 0, options.quiet, Progress::steady_seconds, measured.steps);
    sweep(*engine, plan, measured, spent, [&] {
      const auto piece = spent.on("saving");
      progress.update(measured.steps, options.steps, ensemble.replica_count());
      metrics.follow(measured);
      return saver.after_chunk(*engine, measured);
    });
    if (measured.steps > first) progress.finish();
    require(measured.steps == options.steps, Exit::stopped, "{}", stopped_after(saver.reason()));
    saver.commit(*engine, measured);
    const std::vector<LossMinimum> minima =
        minima_of(*engine, measured, plan.schedule, options, spent, stopping, stopped_after);
    const CurvatureMap map = map_of(*engine, measured, options, spent, stopping,
                                    {.directory = directory.path(), .work = work, .shown = shown, .again = again});
    const auto piece = spent.on("results");
    const LeavesAtOnce leaves(
        fmt::format("stopped by a signal, after all {} steps; all is saved in {}: {}", options.steps, shown, again));
    complete = results(&map, minima);
    write_run(directory.result(), complete, saved());
    checkpoints.finish();
    remove_notebook(directory.path());
  } catch (const DeviceFailure& failure) {
    fail(Exit::internal, "{}; all went well up to step {}, the last checkpoint is step {}: run again to go on",
         failure.what(), measured.steps, checkpoints.empty() ? 0 : checkpoints.last().step);
  } catch (const Error& error) {
    const std::uint64_t last = checkpoints.empty() ? 0 : checkpoints.last().step;
    if (error.status() == Exit::internal)
      fail(Exit::internal, "internal error after step {}: {}; the last checkpoint is step {}; please report this",
           measured.steps, error.what(), last);
    if (error.status() != Exit::diverged) throw;
    if (last == 0) directory.discard();
    fail(Exit::diverged, "{}{}", error.what(), last == 0 ? "" : fmt::format("; the last checkpoint is step {}", last));
  }
  if (options.drop_samples) checkpoints.drop_weight_samples(std::move(measured));
  print_results(complete, options, directory.result());
  spdlog::info("time: {}", spent.text());
  spdlog::info("results in {}", directory.result().string());
  return 0;
}

}  // namespace replicas
