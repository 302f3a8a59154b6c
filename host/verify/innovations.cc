#include "verify/innovations.h"

#include <algorithm>

namespace replicas {

namespace {
constexpr double sigma = 0.7;
}

Ensemble softmax_ensemble(Update update, std::uint64_t seed) {
  Network network({4, 8, 3});
  Ensemble ensemble = ensemble_of(network, random_dataset(network, 4, 5, 0));
  ensemble.temperatures = {1e-3, 1e-2, 1e-1, 1};
  ensemble.replicas = 64;
  ensemble.dynamics.update = update;
  ensemble.dynamics.step_sizes = {0.1, 0.05, 0.05, 0.02};
  ensemble.confinement = {.kind = Confinement::Kind::prior, .strength = sigma};
  ensemble.seed = seed;
  return ensemble;
}

Innovations innovations(const UnderTest& under_test, const Ensemble& ensemble) {
  const std::size_t n = ensemble.weights(), replicas = ensemble.replica_count();
  const auto steps = static_cast<std::size_t>(std::max(20, under_test.scaled(400)));  // more than the shifts looked at
  Innovations result{.ensemble = ensemble,
                     .replicas = replicas,
                     .steps = steps,
                     .weights = n,
                     .residual = {},
                     .along_weight = std::vector<double>(n),
                     .weight2 = std::vector<double>(n),
                     .ito = std::vector<double>(replicas),
                     .ito_variance = std::vector<double>(replicas)};
  result.residual.resize(replicas * steps * n);
  const auto engine = under_test.make(ensemble);
  std::vector<float> start = normal_numbers(replicas * n, 21);
  for (float& w : start) w *= static_cast<float>(sigma);
  engine->load(start);
  std::vector<float> before = engine->weights();
  for (std::size_t step = 0; step < steps; ++step) {
    const std::vector<float> gradient = engine->loss_gradients();
    engine->advance(step, step + 1);
    const std::vector<float> after = engine->weights();
    for (std::size_t r = 0; r < replicas; ++r) {
      const double temperature = ensemble.temperatures[ensemble.temperature_index(r)];
      const double eta = ensemble.dynamics.step_sizes[ensemble.temperature_index(r)];
      const double amplitude = std::sqrt((ensemble.dynamics.update == Update::em ? 2 : 1) * eta * temperature);
      for (std::size_t i = 0; i < n; ++i) {
        const double w = before[r * n + i], later = after[r * n + i];
        const double g = gradient[r * n + i] + temperature / (sigma * sigma) * w;
        const double residual = (later - w + eta * g) / amplitude;
        result.residual[(r * steps + step) * n + i] = static_cast<float>(residual);
        result.along_weight[i] += residual * w;
        result.weight2[i] += w * w;
        // Ito balance: |w'|^2 - |w|^2 + 2 eta w.g - eta^2 |g|^2 - 2 eta T N sums to a martingale.
        const double drift = w - eta * g;
        result.ito[r] += later * later - drift * drift - 2 * eta * temperature;
        result.ito_variance[r] += 8 * eta * temperature * (drift * drift + eta * temperature);
      }
    }
    before = after;
  }
  return result;
}

}  // namespace replicas
