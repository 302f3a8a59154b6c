// One quadratic mode in its stationary state, up to eta h = 1.5, where x changes sign at every step.
#include <spdlog/fmt/fmt.h>

#include "verify/known_answers.h"
#include "verify/well.h"

namespace replicas {

namespace {

struct Mode {
  double h, eta, temperature;
};

constexpr Mode modes[] = {{1, 0.1, 1},    {1, 0.5, 1},      {1, 1, 1},         {1, 1.5, 1},
                          {4, 0.1, 0.01}, {0.5, 0.1, 0.01}, {10, 0.15, 0.001}, {100, 0.015, 0.0001}};

}  // namespace

Checks one_mode_law(const UnderTest& under_test) {
  Checks checks;
  for (const Mode& mode : modes) {
    const auto [h, eta, temperature] = mode;
    const double a = 1 - eta * h, variance = temperature / (h * (1 - eta * h / 2));
    Ensemble ensemble = wells(Source::loss, h, 64);
    ensemble.temperatures = {temperature};
    ensemble.dynamics.step_sizes = {eta};
    ensemble.replicas = under_test.scaled(256);
    ensemble.seed = 53;
    const auto engine = under_test.make(ensemble);
    const std::size_t count = ensemble.replica_count() * 64;
    std::vector<float> state = normal_numbers(count, 54);
    for (float& x : state) x *= static_cast<float>(std::sqrt(variance));
    engine->load(state);
    engine->advance(0, 30);
    const std::vector<float> before = engine->weights();
    engine->advance(30, 31);
    const std::vector<float> after = engine->weights();
    double product = 0;
    for (std::size_t i = 0; i < count; ++i)
      product += static_cast<double>(before[i]) * static_cast<double>(after[i]) / static_cast<double>(count);
    const std::string label = fmt::format("em h={} eta={}", h, eta);
    checks.push_back(variance_check(label, std::vector<double>(after.begin(), after.end()), 0, variance));
    // A product of normal numbers of correlation a has variance v^2 (1 + a^2).
    const double error = variance * std::sqrt((1 + a * a) / static_cast<double>(count));
    checks.push_back({"product at lag 1, " + label, product, a * variance, error, static_cast<double>(count)});
  }
  return checks;
}

}  // namespace replicas
