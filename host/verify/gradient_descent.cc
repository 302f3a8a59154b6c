// At T = 0 both update rules are gradient descent: the path of a plain loop, bit for bit on the plain engine.
#include <spdlog/fmt/fmt.h>

#include "verify/known_answers.h"
#include "verify/under_test.h"

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
    ensemble.dynamics.step_sizes = {eta};
    ensemble.dynamics.update = update;
    ensemble.replicas = 8;
    ensemble.confinement = {Confinement::Kind::decay, decay};
    const auto engine = under_test.make(ensemble);
    const std::size_t n = network.weights();
    std::vector<float> path = normal_numbers(8 * n, 72);
    engine->load(path);
    engine->advance(0, steps);
    const std::vector<float> weights = engine->weights();
    const auto plain = make_engine({.backend = "plain", .threads = 1, .instructions = {}}, ensemble);
    for (int step = 0; step < steps; ++step) {
      plain->load(path);
      const std::vector<float> gradient = plain->loss_gradients();
      for (std::size_t i = 0; i < path.size(); ++i)
        path[i] = std::fma(-eta, std::fma(decay, path[i], gradient[i]), path[i]);
    }
    double difference = 0, size = 0;
    for (std::size_t i = 0; i < path.size(); ++i) {
      difference += std::pow(static_cast<double>(path[i] - weights[i]), 2);
      size += std::pow(static_cast<double>(path[i]), 2);
    }
    // Elsewhere only rounding differs: 30 steps of 6e-8, grown by the curvature of a few directions that go uphill.
    const double tolerance = engine->name() == "plain" ? 1e-30 : 1e-5;
    checks.push_back(
        exact_check(fmt::format("path of {} at T = 0", name(update)), std::sqrt(difference / size), 0, tolerance));
  }
  return checks;
}

}  // namespace replicas
