#include "command/run.h"

#include <spdlog/spdlog.h>
#include <unistd.h>

#include <chrono>
#include <cstdio>
#include <iostream>

#include "command/make_ensemble.h"
#include "command/pilot.h"
#include "command/signals.h"
#include "command/start.h"
#include "command/sweep.h"
#include "command/version.h"
#include "model/dataset_file.h"
#include "model/error.h"
#include "observe/observable.h"
#include "show/json.h"
#include "show/log.h"
#include "show/progress.h"
#include "show/table.h"
#include "show/terminal.h"
#include "store/run_directory.h"
#include "store/run_nc.h"

namespace replicas {

namespace {

/// Where the replicas begin, and the step sizes if a pilot has to find them: fills in the ensemble.
Start prepare(const RunOptions& options, Ensemble& ensemble) {
  Start start = make_start(ensemble, options.start, options.engine);
  if (ensemble.confinement.kind == Confinement::Kind::anchor) ensemble.anchor = start.weights;
  if (options.step_size.kind == StepSizeOption::Kind::automatic) {
    ensemble.step_sizes =
        options.gradient_descent ? std::vector<double>{0.1} : pilot_step_sizes(ensemble, start.weights, options.engine);
  }
  spdlog::info("start: {} descent steps; step sizes {}", start.descent_steps,
               fmt::format("{}", fmt::join(ensemble.step_sizes, " ")));
  return start;
}

double seconds_since(std::chrono::steady_clock::time_point begin) {
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
}

void describe(Results& results, const RunOptions& options, const Engine& engine) {
  const Ensemble& ensemble = engine.ensemble();
  results.seed = options.seed;
  auto& text = results.attributes;
  text["title"] = "replicas run: loss landscape at " + std::to_string(ensemble.temperatures.size()) + " temperatures";
  text["history"] = "replicas" + options.command_line;
  text["source"] = std::string("replicas ") + version + (*revision ? std::string(" ") + revision : "");
  text["configuration"] = options.configuration;
  text["device"] = engine.name();
  if (ensemble.potential) {
    text["potential"] = ensemble.potential->text;
  } else {
    text["network"] = to_string(ensemble.network.widths());
    text["activation"] = name(ensemble.network.activation());
    text["loss"] = name(ensemble.network.loss());
  }
  text["update"] = name(ensemble.update);
  text["confinement"] = name(ensemble.confinement.kind);
  text["data"] = ensemble.datasets.front().origin;
  results.integers["weights"] = static_cast<std::int64_t>(ensemble.network.weights());
  results.integers["examples"] = ensemble.datasets.front().examples;
  results.integers["replicas"] = ensemble.replicas;
  results.integers["datasets"] = static_cast<std::int64_t>(ensemble.datasets.size());
  results.integers["steps"] = static_cast<std::int64_t>(options.steps);
  results.integers["burn_in"] = static_cast<std::int64_t>(options.burn_in);
  results.integers["sample_interval"] = static_cast<std::int64_t>(options.sample_interval);
  results.integers["measure_interval"] = static_cast<std::int64_t>(options.measure_interval);
  results.numbers["confinement_strength"] = ensemble.confinement.strength;
}

}  // namespace

int run(const RunOptions& options) {
  set_up_log(options.quiet);
  catch_signals();
  const BackendChoice device = choose_backend(options.engine);
  if (!device.reason.empty()) spdlog::info("device: {} ({})", device.backend, device.reason);
  Ensemble ensemble = make_ensemble(options);
  SweepPlan plan{.steps = options.steps, .burn_in = options.burn_in, .sample_interval = options.sample_interval};
  plan.stop_on_divergence = options.stop_on_divergence;
  if (!options.test_data.empty()) plan.test_data = {read_dataset(options.test_data, ensemble.network, "--test-data")};
  RunDirectory directory(
      options.out.empty() ? default_run_directory(options.configuration) : std::filesystem::path(options.out),
      options.configuration);
  const std::string warning = no_equilibrium(ensemble);
  if (!warning.empty()) spdlog::warn("{}", warning);

  const Start start = prepare(options, ensemble);
  auto engine = make_engine(options.engine, ensemble);
  engine->load(start.weights);
  spdlog::info("{} temperatures x {} replicas of {} ({} weights), {} steps on {}", ensemble.temperatures.size(),
               ensemble.replicas, ensemble.potential ? ensemble.potential->text : to_string(ensemble.network.widths()),
               ensemble.network.weights(), options.steps, engine->name());

  const auto begin = std::chrono::steady_clock::now();
  Progress progress(stderr, isatty(STDERR_FILENO) != 0, options.quiet);
  Measurements measured = sweep(*engine, plan, [&](std::uint64_t step) {
    progress.update(step, options.steps, ensemble.replica_count());
    return signalled();
  });
  progress.finish();
  measured.start_loss = start.loss;
  measured.start_target = start.target;
  measured.gradient_descent = options.gradient_descent;

  const double steps_seconds = seconds_since(begin);
  const auto map_begin = std::chrono::steady_clock::now();
  const CurvatureMap map = curvature_map(*engine, measured, plan_map(options.steps, options.map_share / 100));
  const double map_seconds = seconds_since(map_begin);
  Results results = analyse(measured, &map);
  results.numbers["steps_seconds"] = steps_seconds;
  results.numbers["curvature_map_seconds"] = map_seconds;
  results.integers["curvature_map_products"] = static_cast<std::int64_t>(map.products);
  spdlog::info("curvature map: {} Hessian products per replica, {:.1f} s, {:.1f} % of the {:.1f} s of the steps",
               map.products, map_seconds, 100 * map_seconds / steps_seconds, steps_seconds);
  describe(results, options, *engine);
  write_run(directory.result(), results);
  directory.keep();
  std::cout << (options.json ? json(results) : table(results, terminal_width())) << std::flush;
  spdlog::info("results in {}", directory.result().string());
  return 0;
}

}  // namespace replicas
