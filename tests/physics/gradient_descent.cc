// At T = 0 both update rules are gradient descent: the path of a plain loop, bit for bit on the plain engine.
#include <spdlog/fmt/fmt.h>

#include "engine/plain/network_pass.h"
#include "physics/known_answers.h"
#include "physics/under_test.h"

namespace replicas {

Checks gradient_descent(const UnderTest& under_test) {
  Checks checks;
  const Network network({4, 8, 3});
  const Dataset dataset = random_dataset(network, 12, 71, 0);
  constexpr float eta = 0.25f, decay = 0.0625f;
  constexpr int steps = 30;
  for (const Update update : {Update::em, Update::lm}) {
    Ensemble ensemble = ensemble_of(network, dataset);
    ensemble.temperatures = {0};
    ensemble.step_sizes = {eta};
    ensemble.update = update;
    ensemble.replicas = 8;
    ensemble.confinement = {Confinement::Kind::decay, decay};
    const auto engine = under_test.make(ensemble);
    const std::size_t n = network.weights();
    std::vector<float> path = normal_numbers(8 * n, 72);
    engine->load(path);
    engine->advance(0, steps);
    const std::vector<float> weights = engine->weights();
    double difference = 0, size = 0;
    for (std::size_t r = 0; r < 8; ++r) {
      const std::span<float> w(&path[r * n], n);
      for (int step = 0; step < steps; ++step) {
        const std::vector<float> gradient = network_pass<float>(network, dataset, w).gradient;
        for (std::size_t i = 0; i < n; ++i) w[i] = std::fma(-eta, std::fma(decay, w[i], gradient[i]), w[i]);
      }
      for (std::size_t i = 0; i < n; ++i) {
        difference += std::pow(static_cast<double>(w[i] - weights[r * n + i]), 2);
        size += std::pow(static_cast<double>(w[i]), 2);
      }
    }
    // Elsewhere only rounding differs: 30 steps of 6e-8, grown by the curvature of a few directions that go uphill.
    const double tolerance = engine->name() == "plain" ? 1e-30 : 1e-5;
    checks.push_back(
        exact_check(fmt::format("path of {} at T = 0", name(update)), std::sqrt(difference / size), 0, tolerance));
  }
  return checks;
}

}  // namespace replicas
