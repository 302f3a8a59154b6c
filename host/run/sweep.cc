#include "run/sweep.h"

#include <algorithm>
#include <cmath>
#include <optional>

#include "model/error.h"
#include "observe/instruments/instrument.h"
#include "observe/verdicts/advice.h"
#include "run/test_pace.h"

namespace replicas {

namespace {

/// Marks the replicas that left the finite numbers in the chunk before `next`, or throws.
void look_for_divergence(const SweepPlan& plan, Measurements& measured, std::uint64_t step, std::uint64_t next,
                         const std::vector<ReplicaSums>& sums, std::vector<bool>& diverged) {
  const Ensemble& ensemble = measured.ensemble;
  for (std::size_t r = 0; r < sums.size(); ++r) {
    if (diverged[r] || (sums[r].finite && sums[r].largest_weight <= largest_weight)) continue;
    diverged[r] = true;
    measured.divergences.push_back({r, next});
    const double temperature = ensemble.temperatures[ensemble.temperature_index(r)];
    require(
        !plan.stop_on_divergence, ErrorKind::diverged,
        "replica {} (T = {}, chain {}) diverged between steps {} and {} at step size {}; {}, or <on-divergence> mark",
        ensemble.number(r), temperature, ensemble.chain(r), step, next,
        ensemble.dynamics.step_sizes[ensemble.temperature_index(r)], smaller_steps(measured));
  }
}

/// Thrown out of a sample that is given up.
struct GivenUp {};

/// Whether `measured.steps` ends a sample interval of which there is no sample.
bool sample_is_due(const Measurements& measured, const Schedule& schedule) {
  if (measured.steps == 0 || measured.steps % schedule.sample_interval != 0) return false;
  const std::vector<Sample>& own = measured.steps <= schedule.burn_in ? measured.warmup : measured.samples;
  return own.empty() || own.back().step != measured.steps;
}

/// All that is looked at when `measured.steps` ends a sample interval: all of it or, given up in a hurry, nothing.
void take_samples(const Engine& engine, const SweepPlan& plan, Measurements& measured, bool may_give_up) {
  Notebook notebook([&](const Notebook&) {
    if (may_give_up && plan.hurry && plan.hurry()) throw GivenUp();
  });
  const Schedule& schedule = plan.schedule;
  Snapshot snapshot(engine, measured.steps);
  snapshot.test = plan.test.get();
  snapshot.keeps_weights = schedule.weights_fit || plan.keep_weights;
  snapshot.notebook = &notebook;
  Sample sample;
  measure(snapshot, Occasion::sample, sample);
  if (measured.steps <= schedule.burn_in) {
    measured.warmup.push_back(std::move(sample));
    return;
  }
  snapshot.sample = &sample;
  const auto taken = [&]<class Record>(std::optional<Record>& record) {
    if (schedule.is_due(Record::occasion, measured.steps)) measure(snapshot, Record::occasion, record.emplace());
  };
  std::optional<CurvatureCheck> check;
  std::optional<WeightSample> weights;
  taken(check);
  notebook.tick();
  taken(weights);
  if (weights) measured.weight_samples.push_back(std::move(*weights));
  if (check) measured.curvature_checks.push_back(std::move(*check));
  measured.samples.push_back(std::move(sample));
}

}  // namespace

std::uint64_t chunk_steps(const Engine& engine, std::uint64_t sample_interval) {
  const Ensemble& ensemble = engine.ensemble();
  // A slice keeps the chunks of the whole.
  const double flops = ensemble.system->flops_per_step() * static_cast<double>(ensemble.map().count());
  for (std::uint64_t chunk = sample_interval; chunk > 1; --chunk)
    if (sample_interval % chunk == 0 && flops * static_cast<double>(chunk) <= engine.call_flops()) return chunk;
  return 1;
}

void sweep(Engine& engine, const SweepPlan& plan, Measurements& measured, Timer& timer, const Callbacks& callbacks,
           const SweepWatch& watch) {
  const Ensemble& ensemble = engine.ensemble();
  const std::uint64_t chunk = chunk_steps(engine, plan.schedule.sample_interval);
  std::vector<bool> diverged(ensemble.replica_count(), false);
  for (const Divergence& divergence : measured.divergences) diverged[divergence.replica] = true;

  const auto samples = [&](bool may_give_up) {
    const auto scope = timer.on("samples");
    try {
      take_samples(engine, plan, measured, may_give_up);
    } catch (const GivenUp&) {
      return false;
    }
    return true;
  };
  if (sample_is_due(measured, plan.schedule)) samples(false);
  while (measured.steps < plan.steps) {
    // To a multiple of it: what another engine began may have stopped anywhere.
    const std::uint64_t step = measured.steps, next = step / chunk * chunk + chunk;
    const std::vector<ReplicaSums> sums = [&] {
      const auto scope = timer.on("steps");
      const TestPace pace;
      return engine.advance(step, next);
    }();
    add_to_cells(measured, plan.schedule, step, sums);
    look_for_divergence(plan, measured, step, next, sums, diverged);
    measured.steps = next;
    const bool all = next % plan.schedule.sample_interval != 0 || samples(true);
    if (watch()) return;
    if (!all) samples(false);
    while (held_after(measured.steps, callbacks))
      if (watch()) return;
  }
}

}  // namespace replicas
