#include "command/run.h"

#include <spdlog/spdlog.h>
#include <unistd.h>

#include <cstdio>
#include <iostream>

#include "command/begin.h"
#include "command/continuing.h"
#include "command/describe.h"
#include "command/footprint.h"
#include "command/go_on.h"
#include "command/make_ensemble.h"
#include "command/saver.h"
#include "command/signals.h"
#include "command/spent.h"
#include "command/sweep.h"
#include "command/version.h"
#include "model/dataset_file.h"
#include "model/error.h"
#include "model/printable.h"
#include "observe/curvature_map.h"
#include "observe/loss_minimum.h"
#include "show/json.h"
#include "show/log.h"
#include "show/progress.h"
#include "show/table.h"
#include "show/terminal.h"
#include "store/checkpoints.h"
#include "store/metrics_file.h"
#include "store/run_directory.h"
#include "store/run_nc.h"

namespace replicas {

namespace {

void print(const Results& results, const RunOptions& options) {
  std::cout << (options.json ? json(results) : table(results, terminal_width())) << std::flush;
}

Measurements measurements_of(const RunOptions& options) {
  Measurements measured{.ensemble = make_ensemble(options)};
  measured.burn_in = options.burn_in;
  measured.sample_interval = options.sample_interval;
  measured.two_starts = options.start.both;
  measured.gradient_descent = options.gradient_descent;
  measured.automatic_step_size = options.step_size.kind == StepSizeOption::Kind::automatic;
  measured.planned_steps = options.steps;
  return measured;
}

/// Of a run that was finished before.
void drop_samples(Checkpoints& checkpoints, Measurements measured) {
  checkpoints.read(measured);
  checkpoints.drop_weight_samples(std::move(measured));
}

/// Descents from the weights that the run ended at.
std::vector<LossMinimum> minima_of(const Engine& engine, Measurements& measured, const Schedule& schedule,
                                   const RunOptions& options, Spent& spent) {
  const auto piece = spent.on("descents");
  gather_blocks(measured, schedule);
  return loss_minima(measured, engine.weights(), descent_budget(measured, options.steps), engine.threads(), [] {});
}

/// Replaces the weights of the engine.
CurvatureMap map_of(Engine& engine, const Measurements& measured, const RunOptions& options, Spent& spent) {
  const double steps_seconds = spent.seconds("steps") + spent.seconds("samples") + spent.seconds("saving");
  CurvatureMap map = [&] {
    const auto piece = spent.on("map");
    return curvature_map(engine, measured,
                         plan_map(options.steps, options.map_share / 100, engine.steps_per_product()));
  }();
  const double seconds = spent.seconds("map");
  if (map.products > 0)
    spdlog::info("curvature map: {} Hessian products per replica, {:.2f} s: {:.0f} % of {:.2f} s of steps",
                 map.products, seconds, 100 * seconds / steps_seconds, steps_seconds);
  return map;
}

}  // namespace

int run(const RunOptions& asked) {
  set_up_log(asked.quiet);
  catch_signals();
  const BackendChoice device = choose_backend(asked.engine);
  RunDirectory directory(
      asked.out.empty() ? default_run_directory(asked.configuration) : std::filesystem::path(asked.out),
      asked.overwrite);
  const std::string shown = printable(directory.path().string());
  const std::optional<std::string> configuration = directory.configuration();
  Checkpoints checkpoints(directory.path());
  if (!checkpoints.warning().empty()) spdlog::warn("{}", checkpoints.warning());
  const RunOptions options =
      configuration
          ? continued(asked, *configuration, checkpoints.empty() ? 0 : checkpoints.last().planned_steps, shown)
          : asked;
  if (!checkpoints.empty() && checkpoints.last().step >= options.steps && checkpoints.result_is_whole()) {
    spdlog::info("{}: this run is finished ({} steps); these are its results", shown, checkpoints.last().step);
    if (options.drop_samples) drop_samples(checkpoints, measurements_of(options));
    print(read_run(directory.result()), options);
    return 0;
  }
  if (configuration)
    directory.require_writable();
  else
    directory.begin(options.configuration);

  Measurements measured = measurements_of(options);
  const Ensemble& ensemble = measured.ensemble;
  SweepPlan plan{.steps = options.steps};
  plan.schedule = make_schedule(ensemble, options.first_steps, options.steps, options.burn_in, options.sample_interval);
  plan.stop_on_divergence = options.stop_on_divergence;
  plan.keep_weights = options.save_weights;
  if (!options.test_data.empty()) plan.test_data = {read_dataset(options.test_data, ensemble.network, "--test-data")};
  Manifest facts{.program = std::string(version) + (*revision ? fmt::format(" ({})", revision) : ""),
                 .seed = options.seed,
                 .data = data_checksum(ensemble, plan.test_data),
                 .planned_steps = options.steps,
                 .step_sizes = {},
                 .files = {},
                 .result = {}};
  const double done = checkpoints.empty() ? 0 : static_cast<double>(checkpoints.last().step);
  const std::string room = require_room(footprint(ensemble, plan.schedule, options), directory.path(),
                                        1 - std::min(1.0, done / static_cast<double>(options.steps)), options);
  for (const std::string& assumed : options.assumed) spdlog::info("{}", assumed);
  if (!device.reason.empty()) spdlog::info("device: {} ({})", device.backend, device.reason);
  const std::string warning = no_equilibrium(ensemble);
  if (!warning.empty()) spdlog::warn("{}", warning);

  Spent spent;
  std::unique_ptr<Engine> engine;
  if (checkpoints.empty()) {
    engine = begin(options, measured, spent);
  } else {
    require(checkpoints.last().data == facts.data, Exit::cannot_create,
            "{} holds a run with other data: {} changed since it began; choose another --out", shown,
            ensemble.datasets.front().origin);
    if (checkpoints.last().program != facts.program)
      spdlog::warn("this run was begun by replicas {}; equal bits are promised for one program only",
                   printable(checkpoints.last().program));
    engine = go_on(options, plan, checkpoints, measured, shown);
    spdlog::info("{}: going on from step {} of {}", shown, measured.steps, options.steps);
  }
  facts.step_sizes = ensemble.step_sizes;
  const auto results = [&](const CurvatureMap* map, const std::vector<LossMinimum>& minima) {
    return describe(measured, plan.schedule, options, *engine, map, minima);
  };
  const auto saved = [&] { return options.save_weights ? saved_weights(measured) : SavedWeights(); };
  Saver saver(checkpoints, facts, options, [&] {
    if (has_results(measured, plan.schedule)) write_run(directory.result(), results(nullptr, {}), saved());
  });
  Results complete;
  try {
    saver.commit(*engine, measured);
    directory.keep();
    spdlog::info("{} temperatures x {} replicas of {} ({} weights), {} steps on {}; {}{}", ensemble.temperatures.size(),
                 ensemble.replicas,
                 ensemble.potential ? ensemble.potential->text : to_string(ensemble.network.widths()),
                 ensemble.network.weights(), options.steps, engine->name(), room, saver.cost());
    MetricsFile metrics(directory.path() / "metrics.jsonl", measured, plan.schedule.metrics_every);
    Progress progress(stderr, isatty(STDERR_FILENO) != 0, options.quiet, Progress::steady_seconds, measured.steps);
    sweep(*engine, plan, measured, spent, [&] {
      const auto piece = spent.on("saving");
      progress.update(measured.steps, options.steps, ensemble.replica_count());
      metrics.follow(measured);
      return saver.after_chunk(*engine, measured);
    });
    progress.finish();
    require(measured.steps == options.steps, Exit::stopped,
            "stopped {} after step {} of {}; all is saved in {}: run again to go on", saver.reason(), measured.steps,
            options.steps, shown);
    saver.commit(*engine, measured);
    const std::vector<LossMinimum> minima = minima_of(*engine, measured, plan.schedule, options, spent);
    const CurvatureMap map = map_of(*engine, measured, options, spent);
    const auto piece = spent.on("results");
    complete = results(&map, minima);
  } catch (const Error& error) {
    const std::uint64_t last = checkpoints.empty() ? 0 : checkpoints.last().step;
    if (error.status() == Exit::internal)  // a device failed
      fail(Exit::internal, "{}; all went well up to step {}, the last checkpoint is step {}: run again to go on",
           error.what(), measured.steps, last);
    if (error.status() != Exit::diverged) throw;
    if (last == 0) directory.discard();
    fail(Exit::diverged, "{}{}", error.what(), last == 0 ? "" : fmt::format("; the last checkpoint is step {}", last));
  }
  {
    const auto piece = spent.on("results");
    write_run(directory.result(), complete, saved());
    checkpoints.finish();
  }
  if (options.drop_samples) checkpoints.drop_weight_samples(std::move(measured));
  print(complete, options);
  spdlog::info("time: {}", spent.text());
  spdlog::info("results in {}", directory.result().string());
  return 0;
}

}  // namespace replicas
