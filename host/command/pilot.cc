#include "command/pilot.h"

#include <algorithm>
#include <charconv>
#include <cmath>

#include "command/sweep.h"
#include "model/error.h"
#include "model/number_in.h"
#include "observe/lanczos.h"

namespace replicas {

namespace {

constexpr int rounds = 12, averaged = 6;  // the last ones
constexpr std::uint64_t steps_per_round = 400;
constexpr int lanczos_iterations = 10;
constexpr int most_chains = 32;  // their mean, over six rounds, has more digits than a step size is given

/// Mean over replicas of the largest curvature of U, per temperature.
std::vector<double> mean_curvature(const Engine& engine, std::uint64_t step, Notebook& notebook) {
  const Ensemble& ensemble = engine.ensemble();
  const std::vector<TopEigenvalue> top =
      largest_eigenvalues(engine, lanczos_iterations, ensemble.seed, step, &notebook);
  std::vector<double> mean(ensemble.temperatures.size(), 0.0);
  for (std::size_t r = 0; r < top.size(); ++r) {
    require(std::isfinite(top[r].value), Exit::diverged,
            "the pilot that chooses step sizes diverged at T = {}; give --step-size a number",
            ensemble.temperatures[ensemble.temperature_index(r)]);
    mean[ensemble.temperature_index(r)] += std::max(top[r].value, 0.0) / ensemble.replicas;
  }
  for (std::size_t t = 0; t < mean.size(); ++t) {
    double decay = 0;
    for (const Layer& layer : ensemble.network.layers()) decay = std::max(decay, ensemble.decay(t, layer));
    mean[t] += decay;
  }
  return mean;
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

double two_digits(double value) { return number_in(fmt::format("{:.1e}", value)); }

}  // namespace

std::vector<double> pilot_step_sizes(const Ensemble& ensemble, std::span<const float> start,
                                     const EngineOptions& engine_options, Notebook& notebook) {
  const double target = ensemble.update == Update::em ? 0.1 : 0.2;
  const int kept = std::min(ensemble.replicas, std::max(most_chains, static_cast<int>(ensemble.datasets.size())));
  Ensemble pilot = ensemble;
  pilot.replicas = kept;
  pilot.anchor = first_chains(ensemble, ensemble.anchor, kept);
  pilot.purpose = Purpose::pilot;
  pilot.step_sizes.assign(ensemble.temperatures.size(), 1e-6);
  std::vector<double> sum(ensemble.temperatures.size(), 0.0);
  auto engine = make_engine(engine_options, pilot);
  engine->load(first_chains(ensemble, start, kept));
  std::uint64_t step = 0;
  const Notebook::Loop loop(
      notebook,
      [&](ByteWriter& state) {
        state.put(step);
        state.put(sum);
        state.put(pilot.step_sizes);
        state.put(engine->weights());
      },
      [&](ByteReader& state) {
        std::vector<float> weights;
        state.get(step);
        state.get(sum);
        state.get(pilot.step_sizes);
        state.get(weights);
        engine = make_engine(engine_options, pilot);
        engine->load(weights);
      });
  for (;;) {
    if (step % steps_per_round == 0) {
      const auto round = static_cast<int>(step / steps_per_round);
      const std::vector<double> curvature = mean_curvature(*engine, step, notebook);
      if (round > rounds - averaged)
        for (std::size_t t = 0; t < sum.size(); ++t) sum[t] += curvature[t] / averaged;
      if (round == rounds) break;
      for (std::size_t t = 0; t < sum.size(); ++t)
        pilot.step_sizes[t] = curvature[t] > 0 ? target / curvature[t] : target;
      const std::vector<float> weights = engine->weights();
      engine = make_engine(engine_options, pilot);
      engine->load(weights);
    }
    const std::uint64_t chunk = chunk_steps(*engine, steps_per_round);
    engine->advance(step, step + chunk);
    step += chunk;
    notebook.tick();
  }
  std::vector<double> step_sizes;
  step_sizes.reserve(sum.size());
  for (const double curvature : sum) step_sizes.push_back(two_digits(curvature > 0 ? target / curvature : target));
  return step_sizes;
}

}  // namespace replicas
