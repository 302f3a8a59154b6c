#include "run/describe.h"
#include "run/saved_data.h"

#include <spdlog/fmt/ranges.h>

#include <algorithm>

#include "model/error.h"
#include "model/version.h"
#include "observe/instruments/curvature_map.h"
#include "observe/observables/loss_minimum.h"
#include "observe/observables/observable.h"
#include "run/fields.h"
#include "run/start.h"

namespace replicas {

Results describe(Measurements& measured, const Schedule& schedule, const Request& request, const Engine& engine,
                 const CurvatureMap* map, const std::vector<LossMinimum>& minima) {
  gather_blocks(measured, schedule);
  // Where the replicas of a training run began at random, that is a function of the configuration.
  const StartRule& start = request.physics.start;
  if (measured.gradient_descent && !start.descent && start.run.empty() && start.file.empty() &&
      measured.weights_set.empty())
    measured.start_weights = random_weights(measured.ensemble, start);
  Results results = analyse(measured, engine, map, minima);
  const Ensemble& ensemble = engine.ensemble();
  results.seed = request.physics.seed;
  const bool complete = measured.steps == request.physics.steps;
  auto& text = results.attributes;
  text["title"] = fmt::format("replicas run: loss landscape at {} temperatures", ensemble.temperatures.size());
  if (!complete) {
    text["title"] += fmt::format(" (unfinished, step {} of {})", measured.steps, request.physics.steps);
    results.verdicts.push_back(
        {Verdict::Kind::note, "unfinished",
         fmt::format("Unfinished: step {} of {}; what is here is the part saved so far. Where more "
                     "<steps> are advised, let it go on first: replicas resume.",
                     measured.steps, request.physics.steps)});
  }
  if (!measured.weights_set.empty()) {
    std::vector<std::uint64_t> steps;
    for (const WeightsSet& once : measured.weights_set) steps.push_back(once.step);
    text["weights_set_at_steps"] = fmt::format("{}", fmt::join(steps, ", "));
    results.verdicts.push_back(
        {Verdict::Kind::note, "weights_set",
         fmt::format("Weights were set by the caller of the run, after the steps {}: from there on its numbers do not "
                     "follow from the configuration alone.",
                     text["weights_set_at_steps"])});
  }
  text["history"] = request.history;
  text["source"] = std::string("replicas ") + version + (*revision ? std::string(" ") + revision : "");
  text["configuration"] = configuration(request);
  text["device"] = engine.name();
  for (const auto& [key, value] : ensemble.system->attributes()) text[key] = value;
  for (const auto& [key, value] : ensemble.system->numbers()) results.numbers[key] = value;
  text["update"] = name(ensemble.dynamics.update);
  text["confinement"] = name(ensemble.confinement.kind);
  text["data"] = ensemble.system->origin();
  if (const std::string why = not_saved(*ensemble.system); !why.empty()) text["training_data"] = why;
  results.integers["weights"] = static_cast<std::int64_t>(ensemble.weights());
  results.integers["examples"] = ensemble.examples();
  results.integers["replicas"] = ensemble.replicas;
  results.integers["datasets"] = static_cast<std::int64_t>(ensemble.dataset_count());
  results.integers["steps"] = static_cast<std::int64_t>(measured.steps);
  results.integers["complete"] = complete ? 1 : 0;
  results.integers["burn_in"] = static_cast<std::int64_t>(request.physics.burn_in);
  results.integers["sample_interval"] = static_cast<std::int64_t>(request.physics.sample_interval);
  results.integers["measure_interval"] = static_cast<std::int64_t>(request.physics.measure_interval);
  results.numbers["confinement_strength"] = ensemble.confinement.strength;
  if (map != nullptr) {
    results.integers["curvature_map_products"] = static_cast<std::int64_t>(map->products);
    results.numbers["curvature_map_share"] = map->steps / static_cast<double>(measured.steps);
  }
  return results;
}

bool has_results(const Measurements& measured, const Schedule& schedule) {
  return measured.samples.size() >= samples_for_results(schedule.cell_samples);
}

}  // namespace replicas
