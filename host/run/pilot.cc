#include "run/pilot.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "model/error.h"
#include "model/number_in.h"
#include "observe/instruments/krylov.h"
#include "run/start.h"
#include "run/sweep.h"
#include "run/test_pace.h"
#include "run/timer.h"
#include "system/decay_ranges.h"

namespace replicas {

namespace {

constexpr int rounds = 12, averaged = 6;  // the last ones
constexpr std::uint64_t steps_per_round = 400;
constexpr int lanczos_iterations = 10;
constexpr int most_chains = 32;  // their mean, over six rounds, has more digits than a step size is given

constexpr int most_retreats = 40;  // of a pilot: a step size 2^40 times smaller is none
constexpr double explosion = 100;  // times as large as the largest weight was, and as 1: no equilibrium does that

/// Per replica, the largest curvature of L; NaN for one that left the finite numbers.
std::vector<double> curvatures(const Engine& engine, std::uint64_t step, Notebook& notebook) {
  std::vector<double> values;
  for (const TopEigenvalue& top :
       largest_eigenvalues(engine, lanczos_iterations, engine.ensemble().seed, step, &notebook))
    values.push_back(top.value);
  return values;
}

/// Mean over replicas of the largest curvature of U, per temperature.
std::vector<double> mean_curvature(const Ensemble& ensemble, const std::vector<double>& top) {
  std::vector<double> mean(ensemble.temperatures.size(), 0.0);
  for (std::size_t r = 0; r < top.size(); ++r)
    mean[ensemble.temperature_index(r)] += std::max(top[r], 0.0) / ensemble.replicas;
  for (std::size_t t = 0; t < mean.size(); ++t)
    mean[t] = (mean[t] + largest_decay(ensemble, t)) * ensemble.layout().largest_step_factor();
  return mean;
}

/// How far one replica went in a round.
struct Farthest {
  double weight = 0;  ///< largest |w|
  std::uint8_t finite = 1;
};
template <class Visit>
void visit_fields(const Farthest& farthest, const Visit& visit) {
  visit(farthest.weight, farthest.finite);
}
template <class Visit>
void visit_fields(Farthest& farthest, const Visit& visit) {
  visit(farthest.weight, farthest.finite);
}

/// The temperatures at which a replica left `weights` for the infinite in the steps that went as far as `farthest` and
/// ended at curvatures `top`.
std::vector<bool> diverged_rungs(const Ensemble& ensemble, const std::vector<float>& weights,
                                 const std::vector<Farthest>& farthest, const std::vector<double>& top) {
  const std::size_t n = ensemble.weights();
  std::vector<bool> rungs(ensemble.temperatures.size(), false);
  for (std::size_t r = 0; r < top.size(); ++r) {
    double before = 1;
    for (std::size_t i = r * n; i < (r + 1) * n; ++i)
      before = std::max(before, std::fabs(static_cast<double>(weights[i])));
    if (!farthest[r].finite || farthest[r].weight > explosion * before || !std::isfinite(top[r]))
      rungs[ensemble.temperature_index(r)] = true;
  }
  return rungs;
}

/// Of arrays over replicas ([temperature][chain][N]) the first `kept` chains at each temperature.
std::vector<float> first_chains(const Ensemble& ensemble, std::span<const float> all, int kept) {
  const std::size_t n = ensemble.weights();
  std::vector<float> some;
  for (std::size_t t = 0; !all.empty() && t < ensemble.temperatures.size(); ++t) {
    const std::span<const float> own = all.subspan(ensemble.map().number(t, 0) * n, static_cast<std::size_t>(kept) * n);
    some.insert(some.end(), own.begin(), own.end());
  }
  return some;
}

double two_digits(double value) { return number_in(fmt::format("{:.1e}", value)); }

/// What the pilot is at between two calls of the engine; the engine has its weights.
struct Pilot {
  std::uint64_t step = 0;
  std::vector<double> sum, most;   ///< per temperature: of the last curvatures; the largest step size allowed
  std::vector<int> retreats;       ///< per temperature
  std::vector<double> curvature;   ///< per temperature, at the beginning of the round
  std::vector<float> first;        ///< weights there
  std::vector<Farthest> farthest;  ///< per replica, in this round
  std::vector<double> step_sizes;
};
template <class Visit>
void visit_fields(const Pilot& p, const Visit& visit) {
  visit(p.step, p.sum, p.most, p.retreats, p.curvature, p.first, p.farthest, p.step_sizes);
}
template <class Visit>
void visit_fields(Pilot& p, const Visit& visit) {
  visit(p.step, p.sum, p.most, p.retreats, p.curvature, p.first, p.farthest, p.step_sizes);
}

/// The curvature where a replica is can be far below that where it is going, and a pointwise Hessian misses kinks: then
/// a round diverges. Halves the most that is taken from then on at those temperatures; false when there are none.
bool retreat(const Ensemble& ensemble, const std::vector<double>& top, Pilot& pilot) {
  const std::vector<bool> diverged = diverged_rungs(ensemble, pilot.first, pilot.farthest, top);
  bool any = false;
  for (std::size_t t = 0; t < diverged.size(); ++t) {
    if (!diverged[t]) continue;
    any = true;
    pilot.most[t] = pilot.step_sizes[t] / 2;
    require(++pilot.retreats[t] <= most_retreats, ErrorKind::diverged,
            "the pilot that chooses step sizes diverged at T = {} down to step size {:.2g}; scale the data or give "
            "<step-size> a number",
            ensemble.temperatures[t], pilot.step_sizes[t]);
  }
  return any;
}

}  // namespace

std::vector<double> pilot_step_sizes(const Ensemble& ensemble, std::span<const float> start,
                                     const EngineOptions& engine_options, Notebook& notebook,
                                     const Callbacks& callbacks) {
  const double target = ensemble.dynamics.update == Update::em ? 0.1 : 0.2;
  const int groups = std::max(most_chains / ensemble.group, static_cast<int>(ensemble.dataset_count()));
  const int kept = std::min(ensemble.replicas, groups * ensemble.group);
  const std::size_t rungs = ensemble.temperatures.size();
  Ensemble some = ensemble;
  some.replicas = kept;
  some.anchor = first_chains(ensemble, ensemble.anchor, kept);
  some.purpose = Purpose::pilot;
  // Curvatures are those of all examples where lm goes at the temperatures of the first step; of baoab it is the limit.
  some.dynamics = without_velocities(ensemble.dynamics);
  some.dynamics.step_sizes.assign(rungs, 1e-6);
  Pilot pilot{.sum = std::vector<double>(rungs, 0.0),
              .most = std::vector<double>(rungs, std::numeric_limits<double>::infinity()),
              .retreats = std::vector<int>(rungs, 0),
              .curvature = {},
              .first = {},
              .farthest = {},
              .step_sizes = some.dynamics.step_sizes};
  const auto step_size = [&](std::size_t t, double curvature) {
    return std::min(curvature > 0 ? target / curvature : target, pilot.most[t]);
  };
  auto engine = make_engine(engine_options, some);
  const auto restart = [&](const std::vector<float>& weights) {
    some.dynamics.step_sizes = pilot.step_sizes;
    engine = make_engine(engine_options, some);
    engine->load(weights);
  };
  engine->load(first_chains(ensemble, start, kept));
  const Notebook::Loop loop(
      notebook,
      [&](ByteWriter& state) {
        state.put(pilot);
        state.put(engine->weights());
      },
      [&](ByteReader& state) {
        std::vector<float> weights;
        state.get(pilot);
        state.get(weights);
        restart(weights);
      });
  for (;;) {
    while (held_in("pilot", callbacks)) notebook.tick();
    if (pilot.step % steps_per_round == 0) {
      const Stopwatch products;
      const std::vector<double> top = curvatures(*engine, pilot.step, notebook);
      if (pilot.step == 0)
        say_what_it_will_take("pilot: step sizes from the curvature that it meets", "", rounds * steps_per_round,
                              some.replica_count(), products.seconds() / lanczos_iterations, callbacks);
      for (std::size_t r = 0; pilot.step == 0 && r < top.size(); ++r)
        require(std::isfinite(top[r]), ErrorKind::diverged,
                "the loss at the start has no finite curvature at T = {}, so no step size can be chosen; scale the "
                "data, start closer to 0 (<initial-scale>) or give <step-size> a number",
                some.temperatures[some.temperature_index(r)]);
      if (pilot.step > 0 && retreat(some, top, pilot)) {
        // The round begins again. Noise is a function of the step, so other temperatures repeat it bit for bit.
        pilot.step -= steps_per_round;
      } else {
        pilot.curvature = mean_curvature(some, top);
        const auto round = static_cast<int>(pilot.step / steps_per_round);
        if (round > rounds - averaged)
          for (std::size_t t = 0; t < rungs; ++t) pilot.sum[t] += pilot.curvature[t] / averaged;
        if (round == rounds) break;
        pilot.first = engine->weights();
      }
      for (std::size_t t = 0; t < rungs; ++t) pilot.step_sizes[t] = step_size(t, pilot.curvature[t]);
      pilot.farthest.assign(some.replica_count(), {});
      restart(pilot.first);
    }
    const std::uint64_t chunk = chunk_steps(*engine, steps_per_round);
    const std::vector<ReplicaSums> sums = engine->advance(pilot.step, pilot.step + chunk);
    for (std::size_t r = 0; r < sums.size(); ++r) {
      pilot.farthest[r].finite &= static_cast<std::uint8_t>(sums[r].finite);
      pilot.farthest[r].weight = std::max(pilot.farthest[r].weight, sums[r].largest_weight);
    }
    pilot.step += chunk;
    callbacks.report({"pilot", pilot.step, rounds * steps_per_round});
    notebook.tick();
  }
  std::vector<double> step_sizes;
  std::string limited;
  for (std::size_t t = 0; t < rungs; ++t) {
    step_sizes.push_back(two_digits(step_size(t, pilot.sum[t])));
    if (pilot.retreats[t] > 0)
      limited += fmt::format("{}{:.3g} ({:.2g})", limited.empty() ? "" : ", ", some.temperatures[t], pilot.most[t]);
  }
  if (!limited.empty())
    callbacks.info("pilot: steps by the curvature alone diverged and were made smaller, at T (and to) {}", limited);
  return step_sizes;
}

}  // namespace replicas
