#include <spdlog/fmt/ranges.h>

#include <algorithm>

#include "model/error.h"
#include "model/parametrisation.h"
#include "model/printable.h"
#include "run/pilot.h"
#include "run/simulation_work.h"
#include "run/slices.h"
#include "run/start.h"

namespace replicas {

/// A new run: start, pilot, and an engine with the weights where the replicas begin. What of this takes long goes on
/// from what the notebook in the run directory says of it.
void Simulation::Work::begin_run() {
  NotebookKeeper keeper({.directory = directory.work(),
                         .work = identity_ + "start",
                         .interval = request.control.checkpoint_seconds,
                         .stopped =
                             [&](const std::string& reason) {
                               return fmt::format(
                                   "stopped {} before the first step; what was done is saved in {}: run again to go on",
                                   reason, directory_name);
                             },
                         .kept = [&] { directory.keep_begun(); }},
                        stopping);
  if (keeper.resumed()) callbacks.info("{}: going on before the first step", directory_name);
  Notebook& notebook = keeper.notebook();
  const Physics& physics = request.physics;
  const EngineOptions& options = request.control.engine;
  // Descent steps, curvatures and step sizes are decided from all replicas, also where this process owns a part.
  Ensemble& ensemble = measured->ensemble;
  ensemble.owned.reset();
  Start start = [&] {
    const auto scope = timer.on("start");
    return make_start(ensemble, physics.start, options, notebook, callbacks, physics.places.weights);
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
  if (const std::size_t layers = physics.widths.size() - 1;
      !physics.potential && physics.particles == 0 && physics.parametrisation != "standard") {
    const Regime regime = regime_of(parse_parametrisation(physics.parametrisation, layers), layers);
    callbacks.info("parametrisation {}: {} as the width grows, at T = 0 (r = {:g}, arXiv:2011.14522)",
                   physics.parametrisation, regime.name(), regime.r);
  }
  if (const Batch& batch = ensemble.dynamics.batch; !batch.whole()) {
    const auto examples = static_cast<std::size_t>(ensemble.examples());
    const double looks = static_cast<double>(examples) / static_cast<double>(batch.size * ensemble.measure_interval);
    const char* const whose = batch.shared ? "the same for all replicas of a data set" : "each replica its own";
    const std::string what =
        batch.online() ? fmt::format("{} fresh examples a step, {}; no step sees the {} stored ones: L is a test loss",
                                     batch.size, whose, examples)
                       : fmt::format("{} of {} examples a step, {}, {}; {} steps an epoch", batch.size, examples,
                                     batch.draw == Batch::Draw::epoch ? "each once an epoch" : "drawn anew", whose,
                                     batch.steps_per_epoch(examples));
    const std::string text =
        fmt::format("batches: {}; all {} are looked at every {} steps, {:.0f} % of the work", what,
                    batch.online() ? "of those" : "examples", ensemble.measure_interval, 100 * looks / (1 + looks));
    callbacks.info("{}{}", text, looks > 0.5 ? "; a larger <measure-interval> saves most of that" : "");
  }
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
void Simulation::Work::resume_run() {
  const Manifest& last = checkpoints.last();
  if (last.program != facts_.program)
    callbacks.warn("this run was begun by replicas {}; equal bits are promised for one program only",
                   printable(last.program));
  Ensemble& ensemble = measured->ensemble;
  require(last.step_sizes.size() == ensemble.temperatures.size(), ErrorKind::bad_data,
          "{}: the manifest has {} step sizes for {} temperatures", directory_name, last.step_sizes.size(),
          ensemble.temperatures.size());
  ensemble.dynamics.step_sizes = last.step_sizes;
  const std::size_t count = ensemble.replica_count() * ensemble.weights();
  if (ensemble.confinement.kind == Confinement::Kind::anchor) ensemble.anchor = checkpoints.start_weights(count);
  checkpoints.read(*measured);
  if (!measured->weights_set.empty()) measured->two_starts = false;
  const std::size_t without_weights = measured->weight_samples.size() - samples_with_weights(*measured).size();
  if (plan_.schedule.weights_fit && without_weights > 0)
    callbacks.info(
        "{} weight samples were dropped (<drop-samples>): the covariance spectrum, the displacement and the "
        "curvature map look at those from now on",
        without_weights);
  thin_out(*measured, plan_.schedule);
  checkpoints.resume(*measured);
  engine = make_engine(request.control.engine, ensemble);
  engine->load(checkpoints.weights(count));
  if (ensemble.dynamics.has_velocities()) engine->load_velocities(checkpoints.velocities(count));
  callbacks.info("{}: going on from step {} of {}", directory_name, measured->steps, request.physics.steps);
}

}  // namespace replicas
