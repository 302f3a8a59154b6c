#include "command/pilot.h"

#include <spdlog/spdlog.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "command/signals.h"
#include "command/test_pace.h"
#include "model/error.h"
#include "observe/lanczos.h"

namespace replicas {

namespace {

constexpr int rounds = 12, averaged = 6;  // the last ones
constexpr std::uint64_t steps_per_round = 400;
constexpr int lanczos_iterations = 10;
constexpr int most_chains = 32;  // their mean, over six rounds, has more digits than a step size is given

constexpr int most_retreats = 40;  // of a pilot: a step size 2^40 times smaller is none
constexpr double explosion = 100;  // times as large as the largest weight was, and as 1: no equilibrium does that

/// Per replica, the largest curvature of L; NaN for one that left the finite numbers.
std::vector<double> curvatures(const Engine& engine, std::uint64_t step) {
  std::vector<double> values;
  for (const TopEigenvalue& top : largest_eigenvalues(engine, lanczos_iterations, engine.ensemble().seed, step))
    values.push_back(top.value);
  return values;
}

/// Mean over replicas of the largest curvature of U, per temperature.
std::vector<double> mean_curvature(const Ensemble& ensemble, const std::vector<double>& top) {
  std::vector<double> mean(ensemble.temperatures.size(), 0.0);
  for (std::size_t r = 0; r < top.size(); ++r)
    mean[ensemble.temperature_index(r)] += std::max(top[r], 0.0) / ensemble.replicas;
  for (std::size_t t = 0; t < mean.size(); ++t) {
    double decay = 0;
    for (const Layer& layer : ensemble.network.layers()) decay = std::max(decay, ensemble.decay(t, layer));
    mean[t] += decay;
  }
  return mean;
}

/// The temperatures at which a replica left `weights` for the infinite in the steps that gave `sums` and ended at
/// curvatures `top`.
std::vector<bool> diverged_rungs(const Ensemble& ensemble, const std::vector<float>& weights,
                                 const std::vector<ReplicaSums>& sums, const std::vector<double>& top) {
  const std::size_t n = ensemble.network.weights();
  std::vector<bool> rungs(ensemble.temperatures.size(), false);
  for (std::size_t r = 0; r < top.size(); ++r) {
    double before = 1;
    for (std::size_t i = r * n; i < (r + 1) * n; ++i)
      before = std::max(before, std::fabs(static_cast<double>(weights[i])));
    if (!sums[r].finite || sums[r].largest_weight > explosion * before || !std::isfinite(top[r]))
      rungs[ensemble.temperature_index(r)] = true;
  }
  return rungs;
}

/// Of arrays over replicas ([temperature][chain][N]) the first `kept` chains at each temperature.
std::vector<float> first_chains(const Ensemble& ensemble, std::span<const float> all, int kept) {
  const std::size_t n = ensemble.network.weights(), chains = static_cast<std::size_t>(ensemble.replicas);
  std::vector<float> some;
  for (std::size_t t = 0; !all.empty() && t < ensemble.temperatures.size(); ++t) {
    const std::span<const float> own = all.subspan(t * chains * n, static_cast<std::size_t>(kept) * n);
    some.insert(some.end(), own.begin(), own.end());
  }
  return some;
}

double two_digits(double value) { return std::stod(fmt::format("{:.1e}", value)); }

}  // namespace

std::vector<double> pilot_step_sizes(const Ensemble& ensemble, std::span<const float> start,
                                     const EngineOptions& engine_options) {
  const double target = ensemble.update == Update::em ? 0.1 : 0.2;
  const int kept = std::min(ensemble.replicas, std::max(most_chains, static_cast<int>(ensemble.datasets.size())));
  Ensemble pilot = ensemble;
  pilot.replicas = kept;
  pilot.anchor = first_chains(ensemble, ensemble.anchor, kept);
  pilot.purpose = Purpose::pilot;
  pilot.step_sizes.assign(ensemble.temperatures.size(), 1e-6);
  // The curvature where a replica is can be far below that where it is going, and a pointwise Hessian misses kinks:
  // then a round diverges. It begins again from its first weights with half the step size at that temperature, the most
  // that is taken there from then on. Noise is a function of the step, so other temperatures repeat their round bit for
  // bit.
  const std::size_t rungs = ensemble.temperatures.size();
  std::vector<double> sum(rungs, 0.0), most(rungs, std::numeric_limits<double>::infinity());
  std::vector<int> retreats(rungs, 0);
  const auto step_size = [&](std::size_t t, double curvature) {
    return std::min(curvature > 0 ? target / curvature : target, most[t]);
  };
  auto engine = make_engine(engine_options, pilot);
  engine->load(first_chains(ensemble, start, kept));
  std::vector<double> top = curvatures(*engine, 0);
  for (std::size_t r = 0; r < top.size(); ++r)
    require(std::isfinite(top[r]), Exit::diverged,
            "the loss at the start has no finite curvature at T = {}, so no step size can be chosen; scale the data, "
            "start closer to 0 (--initial-scale) or give --step-size a number",
            pilot.temperatures[pilot.temperature_index(r)]);
  for (int round = 0;; ++round) {
    while (held_in("pilot")) stop_before_first_step();
    stop_before_first_step();
    const std::uint64_t step = static_cast<std::uint64_t>(round) * steps_per_round;
    const std::vector<double> curvature = mean_curvature(pilot, top);
    if (round > rounds - averaged)
      for (std::size_t t = 0; t < rungs; ++t) sum[t] += curvature[t] / averaged;
    if (round == rounds) break;
    const std::vector<float> weights = engine->weights();
    for (bool arrived = false; !arrived;) {
      for (std::size_t t = 0; t < rungs; ++t) pilot.step_sizes[t] = step_size(t, curvature[t]);
      engine = make_engine(engine_options, pilot);
      engine->load(weights);
      const std::vector<ReplicaSums> sums = engine->advance(step, step + steps_per_round);
      top = curvatures(*engine, step + steps_per_round);
      arrived = true;
      const std::vector<bool> diverged = diverged_rungs(pilot, weights, sums, top);
      for (std::size_t t = 0; t < rungs; ++t) {
        if (!diverged[t]) continue;
        arrived = false;
        most[t] = pilot.step_sizes[t] / 2;
        require(++retreats[t] <= most_retreats, Exit::diverged,
                "the pilot that chooses step sizes diverged at T = {} down to step size {:.2g}; scale the data or give "
                "--step-size a number",
                pilot.temperatures[t], pilot.step_sizes[t]);
      }
      if (!arrived) stop_before_first_step();
    }
  }
  std::vector<double> step_sizes;
  std::string limited;
  for (std::size_t t = 0; t < rungs; ++t) {
    step_sizes.push_back(two_digits(step_size(t, sum[t])));
    if (retreats[t] > 0)
      limited += fmt::format("{}{:.3g} ({:.2g})", limited.empty() ? "" : ", ", pilot.temperatures[t], most[t]);
  }
  if (!limited.empty())
    spdlog::info("pilot: steps by the curvature alone diverged and were made smaller, at T (and to) {}", limited);
  return step_sizes;
}

}  // namespace replicas
