#include "run/sweep.h"

#include <algorithm>
#include <cmath>
#include <optional>

#include "engine/spread_tasks.h"
#include "model/error.h"
#include "observe/instruments/gauge.h"
#include "observe/instruments/hutchinson.h"
#include "observe/instruments/lanczos.h"
#include "observe/verdicts/advice.h"
#include "run/test_pace.h"
#include "system/decay_ranges.h"

namespace replicas {

namespace {

Sample take_sample(const Engine& engine, std::uint64_t step) {
  const Ensemble& ensemble = engine.ensemble();
  const std::size_t replicas = ensemble.replica_count();
  std::vector<double> thresholds;  // of every replica, in units of what an example feels, P T
  for (std::size_t r = 0; r < replicas; ++r)
    for (const double threshold : active_thresholds)
      thresholds.push_back(threshold * (ensemble.temperatures[ensemble.temperature_index(r)] *
                                        static_cast<double>(ensemble.examples())));
  const LossSummaries seen = engine.landscape().loss_summaries(engine.sampler().state(), *ensemble.system, thresholds);
  Sample sample{.step = step, .loss = {}, .weight_norm2 = engine.weight_norms2(), .active_points = {}};
  sample.loss.assign(seen.mean.begin(), seen.mean.end());
  sample.active_points.resize(replicas);
  for (std::size_t r = 0; r < replicas; ++r)
    std::copy_n(seen.above.begin() + static_cast<std::ptrdiff_t>(r * active_thresholds.size()),
                active_thresholds.size(), sample.active_points[r].begin());
  return sample;
}

WeightSample take_weight_sample(const Engine& engine, const SweepPlan& plan, const Sample& sample) {
  const Ensemble& ensemble = engine.ensemble();
  const std::size_t n = ensemble.weights(), modes = ensemble.system->gauge_mode_count();
  const std::size_t replicas = ensemble.replica_count();
  std::vector<float> weights = engine.weights();
  WeightSample result;
  result.step = sample.step;
  result.curvature_probe = curvature_probes(engine, ensemble.seed, sample.step, 0);
  result.loss.assign(sample.loss.begin(), sample.loss.end());
  result.total_loss.resize(replicas);
  result.gauge_modes.resize(replicas * modes);
  spread_tasks(replicas, engine.threads(), cost_of(4 * n), [&](std::size_t r) {
    const std::span<const float> own = std::span(weights).subspan(r * n, n);
    result.total_loss[r] = result.loss[r] + confinement_energy(ensemble, r, own);
    std::ranges::copy(ensemble.system->gauge_modes(own),
                      result.gauge_modes.begin() + static_cast<std::ptrdiff_t>(r * modes));
  });
  if (plan.test != nullptr) {
    const LossSummaries test = engine.landscape().loss_summaries(engine.sampler().state(), *plan.test, {});
    result.test_loss = test.mean;
    for (const std::int32_t wrong : test.wrong)
      result.test_error.push_back(static_cast<double>(wrong) / static_cast<double>(plan.test->examples()));
  }
  if (plan.schedule.weights_fit || plan.keep_weights) result.weights = std::move(weights);
  return result;
}

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
  const Ensemble& ensemble = engine.ensemble();
  const Schedule& schedule = plan.schedule;
  Sample sample = take_sample(engine, measured.steps);
  if (measured.steps <= schedule.burn_in) {
    measured.warmup.push_back(std::move(sample));
    return;
  }
  const std::uint64_t number = (measured.steps - schedule.burn_in) / schedule.sample_interval;
  std::optional<CurvatureCheck> check;
  if (number % schedule.curvature_every == 0) {
    check = {.step = measured.steps, .largest_eigenvalue = {}};
    for (const TopEigenvalue& top : largest_eigenvalues(engine, 10, ensemble.seed, measured.steps, &notebook))
      check->largest_eigenvalue.push_back(top.value);
  }
  notebook.tick();
  if (number % schedule.weight_every == 0) measured.weight_samples.push_back(take_weight_sample(engine, plan, sample));
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
