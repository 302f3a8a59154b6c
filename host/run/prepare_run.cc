#include <spdlog/fmt/ranges.h>

#include <algorithm>

#include "model/error.h"
#include "model/printable.h"
#include "run/pilot.h"
#include "run/simulation_work.h"
#include "run/slices.h"
#include "run/start.h"

namespace replicas {

/// A new run: start, pilot, and an engine with the weights where the replicas begin. What of this takes long goes on
/// from what the notebook in the run directory says of it.
void Simulation::Work::begin() {
  NotebookKeeper keeper({.directory = directory.work(),
                         .work = identity_ + "start",
                         .interval = request.control.checkpoint_seconds,
                         .stopped =
                             [&](const std::string& reason) {
                               return fmt::format(
                                   "stopped {} before the first step; what was done is saved in {}: run again to go on",
                                   reason, shown);
                             },
                         .kept = [&] { directory.keep_begun(); }},
                        stopping);
  if (keeper.goes_on()) callbacks.info("{}: going on before the first step", shown);
  Notebook& notebook = keeper.notebook();
  const Physics& physics = request.physics;
  const EngineOptions& options = request.control.engine;
  // Descent steps, curvatures and step sizes are decided from all replicas, also where this process owns a part.
  Ensemble& ensemble = measured->ensemble;
  ensemble.owned.reset();
  Start start = [&] {
    const auto scope = timer.on("start");
    return make_start(ensemble, physics.start, options, notebook, callbacks);
  }();
  if (ensemble.confinement.kind == Confinement::Kind::anchor) ensemble.anchor = start.weights;
  if (physics.step_size.kind == StepSizeRule::Kind::automatic) {
    const auto scope = timer.on("pilot");
    ensemble.dynamics.step_sizes = physics.gradient_descent
                                       ? std::vector<double>{0.1}
                                       : pilot_step_sizes(ensemble, start.weights, options, notebook, callbacks);
  }
  callbacks.info("start: {} descent steps; step sizes {}", start.descent_steps,
                 fmt::format("{}", fmt::join(ensemble.dynamics.step_sizes, " ")));
  if (is_slice()) {
    const std::size_t all = ensemble.replica_count();
    const ReplicaRange owned = physics.shard.range(ensemble.map());
    for (std::vector<float>* const weights : {&start.weights, &ensemble.anchor}) keep_owned(*weights, owned, all);
    for (std::vector<double>* const numbers : {&start.loss, &start.target}) keep_owned(*numbers, owned, all);
    ensemble.owned = owned;
    callbacks.info("{}: start and pilot were computed for all {} replicas, {} of them other slices', in {:.2g} s",
                   shown_slice(physics.shard), all, all - owned.count, timer.seconds("start") + timer.seconds("pilot"));
  }
  measured->start_loss = start.loss;
  measured->start_target = start.target;
  engine = make_engine(options, ensemble);
  engine->load(start.weights);
}

/// Everything as it was at the last commit: an engine with its weights, and all that was measured until then.
void Simulation::Work::go_on() {
  const Manifest& last = checkpoints.last();
  if (last.program != facts_.program)
    callbacks.warn("this run was begun by replicas {}; equal bits are promised for one program only",
                   printable(last.program));
  Ensemble& ensemble = measured->ensemble;
  require(last.step_sizes.size() == ensemble.temperatures.size(), ErrorKind::bad_data,
          "{}: the manifest has {} step sizes for {} temperatures", shown, last.step_sizes.size(),
          ensemble.temperatures.size());
  ensemble.dynamics.step_sizes = last.step_sizes;
  const std::size_t count = ensemble.replica_count() * ensemble.weights();
  if (ensemble.confinement.kind == Confinement::Kind::anchor) ensemble.anchor = checkpoints.start_weights(count);
  checkpoints.read(*measured);
  if (!measured->weights_set.empty()) measured->two_starts = false;
  const auto without_weights = std::ranges::count_if(measured->weight_samples,
                                                     [](const WeightSample& sample) { return sample.weights.empty(); });
  if (plan_.schedule.weights_fit && without_weights > 0)
    callbacks.info(
        "{} weight samples were dropped (<drop-samples>): the covariance spectrum, the displacement and the "
        "curvature map look at those from now on",
        without_weights);
  thin_out(*measured, plan_.schedule);
  checkpoints.go_on(*measured);
  engine = make_engine(request.control.engine, ensemble);
  engine->load(checkpoints.weights(count));
  callbacks.info("{}: going on from step {} of {}", shown, measured->steps, request.physics.steps);
}

}  // namespace replicas
