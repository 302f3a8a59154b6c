#include "run/simulation_work.h"
#include "run/chosen_fields.h"
#include "run/data_places.h"
#include "run/saved_data.h"

#include "model/error.h"
#include "model/printable.h"
#include "model/version.h"
#include "run/after_steps.h"
#include "run/data_remarks.h"
#include "run/describe.h"
#include "run/fields.h"
#include "run/footprint.h"
#include "run/make_ensemble.h"
#include "run/settle.h"
#include "run/slices.h"
#include "run/stored_request.h"
#include "store/notebook_file.h"
#include "store/run_nc.h"

namespace replicas {

namespace {

constexpr unsigned patience = 5;  // s: a run that has to stop is saved, and its results so far may be left

/// With data of the caller's the physics names them, in the place of files that would be read.
Request with_data(Request request, const OwnData& own) {
  if (own.system != nullptr) {
    request.physics.data = fmt::format("{}{} {}", system_in_memory, own.system->kind(), own.system->text());
    request.physics.datasets = static_cast<int>(own.system->dataset_count());
  } else if (!own.training.empty()) {
    request.physics.data = std::string(data_in_memory) + own.training.front().origin;
    request.physics.datasets = static_cast<int>(own.training.size());
  } else {
    return request;
  }
  request.given.insert("data");
  return request;
}

Request settled(Request request, std::vector<std::string>& assumed) {
  assumed = settle(request);
  return request;
}

std::filesystem::path place_of(const Request& request) {
  if (!request.control.out.empty()) return request.control.out;
  const Request whole = whole_run(request);
  return slice_directory(default_run_directory(run_label(whole), configuration(whole)), request.physics.shard);
}

/// The configuration that is stored in the directory. What another process began in "next" to replace a run is of no
/// use when it was asked for otherwise.
std::optional<std::string> stored_in(RunDirectory& directory, const Request& request) {
  if (directory.replaces() && directory.configuration() != configuration(request)) directory.clear();
  return directory.configuration();
}

}  // namespace

Simulation::Work::Work(const Request& asked, Callbacks own_callbacks, OwnData own)
    : callbacks(std::move(own_callbacks)),
      request(settled(with_data(asked, own), assumed)),
      stopping(callbacks, request.control.max_hours,
               [began = request.control.began] {
                 return std::chrono::duration<double>(std::chrono::steady_clock::now() - began).count();
               }),
      device(choose_backend(request.control.engine)),
      directory(place_of(request), request.control.overwrite),
      directory_name(printable(directory.path().string())),
      stored(stored_in(directory, request)),
      checkpoints(directory.work()) {
  if (!directory.warning().empty()) callbacks.warn("{}", directory.warning());
  if (stored)
    request = continued(with_data(asked, own), read_configuration(*stored, directory_name + "/config.toml"),
                        checkpoints.empty() ? 0 : checkpoints.last().planned_steps, directory_name, assumed);
  if (!checkpoints.warning().empty()) callbacks.warn("{}", checkpoints.warning());
  const Physics& physics = request.physics;
  finished =
      !checkpoints.empty() && checkpoints.last().step >= physics.steps && (is_slice() || checkpoints.result_is_whole());
  known = read_data(physics, own, checkpoints.empty() ? nullptr : &checkpoints.last(), finished, directory_name,
                    begun_in(directory.work()));
  request.physics.places = known.places;
  for (const std::string& place : {known.places.data, known.places.test_data, known.places.weights})
    if (!place.empty()) callbacks.info("{}: going on with {}", directory_name, printable(place));
  if (finished) {
    open_finished();
    return;
  }
  device = choose_backend(request.control.engine, *known.ensemble);
  if (stored)
    directory.require_writable();
  else
    directory.begin(configuration(request), place_to_remember(request.physics));

  measured = nothing_measured(physics, std::move(*known.ensemble));
  const Ensemble& ensemble = measured->ensemble;
  plan_.steps = physics.steps;
  plan_.schedule =
      make_schedule(ensemble, physics.first_steps, physics.steps, physics.burn_in, physics.sample_interval);
  plan_.stop_on_divergence = physics.stop_on_divergence;
  plan_.keep_weights = physics.save_weights;
  plan_.hurry = [this] { return !callbacks.stop_reason().empty(); };
  plan_.test = std::move(known.test_system);
  facts_ = {.program = std::string(version) + (*revision ? fmt::format(" ({})", revision) : ""),
            .seed = physics.seed,
            .data = known.data,
            .test_data = known.test,
            .planned_steps = physics.steps,
            .step_sizes = {},
            .files = {},
            .result = {}};
  const double done = checkpoints.empty() ? 0 : static_cast<double>(checkpoints.last().step);
  room_ =
      require_room(footprint(ensemble, plan_.schedule, request, plan_.test != nullptr), directory.path(),
                   1 - std::min(1.0, done / static_cast<double>(physics.steps)), directory.replaced_bytes(), request);
  for (const std::string& sentence : assumed) callbacks.info("{}", sentence);
  if (!device.reason.empty()) callbacks.info("device: {} ({})", device.backend, device.reason);
  say_remarks(*ensemble.system, plan_.test.get(), callbacks);
  if (ensemble.owned)
    callbacks.info("{}: the replicas {} to {} of {}", shown_slice(physics.shard), ensemble.owned->first,
                   ensemble.owned->end() - 1, ensemble.map().count());
  const std::string warning = no_equilibrium(ensemble);
  if (!warning.empty()) callbacks.warn("{}", warning);
  resume_advice_ =
      request.control.overwrite ? fmt::format("'replicas resume {}' goes on", directory_name) : "run again to go on";
  identity_ = fmt::format("{}\n{}\n{:x} {:x} {}\n", facts_.program, configuration(request), known.data, known.test,
                          device.backend);
}

void Simulation::Work::open_finished() {
  callbacks.info("{}: this {} is finished ({} steps){}", directory_name, is_slice() ? "slice" : "run",
                 checkpoints.last().step, is_slice() ? "" : "; these are its results");
  if (!known.missing.empty()) callbacks.warn("its data cannot be compared with what they were: {}", known.missing);
  if (!known.ensemble) {
    require(!request.control.drop_samples, ErrorKind::no_input, "<drop-samples> needs the data of the run: {}",
            known.missing);
    return;
  }
  measured = nothing_measured(request.physics, std::move(*known.ensemble));
  measured->steps = checkpoints.last().step;  // what was measured is read when somebody asks for it
}

template <class Stage>
auto Simulation::Work::guarded(const Stage& stage) {
  const auto last = [this] { return checkpoints.empty() ? 0 : checkpoints.last().step; };
  try {
    return stage();
  } catch (const DeviceFailure& failure) {
    fail(ErrorKind::internal, "{}; all went well up to step {}, the last checkpoint is step {}: run again to go on",
         failure.what(), measured->steps, last());
  } catch (const Error& error) {
    if (error.kind() == ErrorKind::internal)
      fail(ErrorKind::internal, "internal error after step {}: {}; the last checkpoint is step {}; please report this",
           measured->steps, error.what(), last());
    if (error.kind() != ErrorKind::diverged) throw;
    if (last() == 0) directory.discard();
    fail(ErrorKind::diverged, "{}{}", error.what(),
         last() == 0 ? "" : fmt::format("; the last checkpoint is step {}", last()));
  }
}

std::string Simulation::Work::stopped_after(const std::string& reason) const {
  return fmt::format("stopped {} after step {} of {}; all is saved in {}: {}", reason, measured->steps,
                     request.physics.steps, directory_name, resume_advice_);
}

Results Simulation::Work::results(const CurvatureMap* map, const std::vector<LossMinimum>& minima) {
  Results now = describe(*measured, plan_.schedule, request, *engine, map, minima);
  describe_data(*measured->ensemble.system, plan_.test.get(), now);
  return now;
}

Results Simulation::Work::results() {
  require(!is_slice(), ErrorKind::no_input, "{} is {}: there are results when all are joined", directory_name,
          shown_slice(request.physics.shard));
  if (finished) return read_run(directory.result());
  require(has_results(), ErrorKind::no_input, "{}: step {} of {} is too early for results", directory_name,
          measured->steps, request.physics.steps);
  return results(nullptr, {});
}

bool Simulation::Work::has_results() const {
  return !is_slice() && (finished || (engine != nullptr && replicas::has_results(*measured, plan_.schedule)));
}

void Simulation::Work::write_results(const Results& now) {
  write_run(directory.result(), now, request.physics.save_weights ? saved_weights(*measured) : SavedWeights(),
            saved_data(*measured->ensemble.system, plan_.test.get()));
}

/// Once: what was measured goes with them, so a second call would have nothing to write.
void Simulation::Work::drop_samples() {
  checkpoints.drop_weight_samples(std::move(*measured));
  request.control.drop_samples = false;
}

void Simulation::Work::prepare() {
  if (finished || engine != nullptr) return;
  const bool begins = checkpoints.empty();
  begins ? begin_run() : resume_run();
  facts_.step_sizes = measured->ensemble.dynamics.step_sizes;
  saver_.emplace(checkpoints, facts_, request.control.checkpoint_seconds, stopping, callbacks,
                 [this](const std::string& reason) {
                   std::shared_ptr<void> leaves;
                   if (!reason.empty() && callbacks.while_saved)
                     leaves = callbacks.while_saved(stopped_after(reason), patience);
                   if (has_results()) write_results(results(nullptr, {}));
                 });
  guarded([&] {
    saver_->commit(*engine, *measured);
    if (begins) remove_notebook(directory.work());  // the work before the first step is saved now
    directory.keep();
    checkpoints.moved(directory.path());
  });
  const Ensemble& ensemble = measured->ensemble;
  callbacks.info("{} temperatures x {} replicas of {} ({} weights), {} steps on {}; {}{}", ensemble.temperatures.size(),
                 ensemble.replicas, ensemble.system->text(), ensemble.weights(), request.physics.steps, engine->name(),
                 room_, saver_->cost());
  metrics_.emplace(directory.path() / "metrics.jsonl", *measured, plan_.schedule.metrics_every);
}

bool Simulation::Work::advance(std::uint64_t until) {
  if (finished) return true;
  require(engine != nullptr, ErrorKind::bad_value, "the run has to be prepared before it can advance");
  const std::uint64_t steps = request.physics.steps;
  if (measured->steps >= std::min(until, steps) || !stopped.empty()) return stopped.empty();
  return guarded([&] {
    sweep(*engine, plan_, *measured, timer, callbacks, [&] {
      const auto scope = timer.on("saving");
      if (callbacks.progress) callbacks.progress({measured->steps, steps, measured->ensemble.replica_count()});
      metrics_->follow(*measured);
      if (saver_->after_chunk(*engine, *measured)) stopped = saver_->reason();
      return !stopped.empty() || (measured->steps >= until && measured->steps < steps);
    });
    if (callbacks.finished_steps && (measured->steps == steps || !stopped.empty())) callbacks.finished_steps();
    return stopped.empty();
  });
}

void Simulation::Work::checkpoint() {
  if (finished) return;
  require(saver_.has_value(), ErrorKind::bad_value, "the run has to be prepared before it can be saved");
  guarded([&] { saver_->commit(*engine, *measured); });
}

Results Simulation::Work::complete() {
  if (finished) {
    if (is_slice()) return {};
    if (request.control.drop_samples) {
      checkpoints.read(*measured);
      drop_samples();
    }
    return read_run(directory.result());
  }
  const std::uint64_t steps = request.physics.steps;
  require(engine != nullptr && (measured->steps == steps || !stopped.empty()), ErrorKind::bad_value,
          "the run is not at its end; advance it to {} steps first", steps);
  require(measured->steps == steps, ErrorKind::stopped, "{}", stopped_after(stopped));
  if (is_slice()) {
    guarded([&] { saver_->commit(*engine, *measured); });
    finished = true;
    return {};
  }
  Results complete = guarded([&] {
    saver_->commit(*engine, *measured);
    const std::vector<LossMinimum> minima =
        minima_of(*engine, *measured, plan_.schedule, request.physics, timer, stopping,
                  [this](const std::string& reason) { return stopped_after(reason); });
    const CurvatureMap map = map_of(*engine, *measured, request, timer, stopping, callbacks,
                                    {.directory = directory.path(),
                                     .work = identity_,
                                     .directory_name = directory_name,
                                     .resume_advice = resume_advice_});
    const auto scope = timer.on("results");
    std::shared_ptr<void> leaves;
    if (callbacks.while_saved)
      leaves = callbacks.while_saved(fmt::format("stopped by a signal, after all {} steps; all is saved in {}: {}",
                                                 steps, directory_name, resume_advice_),
                                     0);
    Results results_of_all = results(&map, minima);
    write_results(results_of_all);
    checkpoints.finish();
    remove_notebook(directory.path());
    return results_of_all;
  });
  if (request.control.drop_samples) drop_samples();
  finished = true;
  return complete;
}

}  // namespace replicas
