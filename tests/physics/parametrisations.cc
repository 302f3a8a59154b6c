// Parametrisations of the width differ in how fast layers move and in where they start, never in the law that they
// sample: under one prior on the effective weights, standard, NTK and muP have one equilibrium (a diagonal mobility
// leaves it alone).
#include <spdlog/fmt/fmt.h>

#include <cmath>

#include "model/parametrisation.h"
#include "observe/statistics/moments.h"
#include "physics/known_answers.h"

namespace replicas {

namespace {

constexpr double temperature = 0.4, deviation = 0.8;

/// Of every replica at rest: L, and |W|^2 of each block.
struct Rest {
  std::vector<std::string> names;
  std::vector<Moments> moments;
};

Rest at_rest(const UnderTest& under_test, const std::string& text) {
  const Network plain({3, 8, 2}, Activation::tanh, Loss::softmax, true);
  const Network network = plain.with(parametrised(plain, parse_parametrisation(text, 2), false));
  Ensemble ensemble = ensemble_of(network, random_dataset(network, 6, 91, 0));
  ensemble.temperatures = {temperature};
  // D_1 = 8 of muP is the largest factor: eta D (curvature + T / deviation^2) stays below 0.3. With D_2 = 1/8 the prior
  // relaxes in 1 / (eta D_2 T / deviation^2) = 600 steps.
  ensemble.dynamics = {.update = Update::lm, .step_sizes = {0.02}};
  ensemble.confinement = {.kind = Confinement::Kind::prior, .strength = deviation};
  ensemble.replicas = under_test.scaled(256);
  ensemble.seed = 92;
  const auto engine = under_test.make(ensemble);
  const std::size_t n = ensemble.weights();
  std::vector<float> start = normal_numbers(static_cast<std::size_t>(ensemble.replicas) * n, 93);
  for (float& w : start) w *= static_cast<float>(deviation);
  engine->load(start);
  engine->advance(0, 4000);
  Rest rest;
  constexpr int looks = 4;  // far enough apart to be worth it; errors are taken over replicas
  std::vector<std::vector<double>> sums(ensemble.layout().blocks().size() + 1,
                                        std::vector<double>(ensemble.replica_count(), 0.0));
  for (std::uint64_t look = 0; look < looks; ++look) {
    const std::vector<float> weights = engine->weights();
    const std::vector<float> losses = engine->example_losses().losses;
    for (std::size_t r = 0; r < ensemble.replica_count(); ++r) {
      for (std::size_t i = r * 6; i < (r + 1) * 6; ++i) sums[0][r] += static_cast<double>(losses[i]) / (6 * looks);
      for (std::size_t b = 0; b < ensemble.layout().blocks().size(); ++b)
        for (std::size_t i = ensemble.layout()[b].offset; i < ensemble.layout()[b].end(); ++i)
          sums[b + 1][r] += std::pow(static_cast<double>(weights[r * n + i]), 2) / looks;
    }
    engine->advance(4000 + 600 * look, 4600 + 600 * look);
  }
  rest.names = {"mean loss", "|W1|^2", "|W2|^2"};
  sums = {sums[0], sums[1], sums[3]};
  for (const std::vector<double>& values : sums) {
    rest.moments.emplace_back();
    for (const double value : values) rest.moments.back().add(value);
  }
  return rest;
}

}  // namespace

Checks parametrisations(const UnderTest& under_test) {
  Checks checks;
  const Rest standard = at_rest(under_test, "standard");
  for (const std::string text : {"ntk", "mup"}) {
    const Rest other = at_rest(under_test, text);
    for (std::size_t i = 0; i < other.names.size(); ++i) {
      if (text == "ntk" && i == 1) continue;  // W1 moves as in standard
      const Moments &a = other.moments[i], &b = standard.moments[i];
      checks.push_back({.name = fmt::format("{} against standard: {}", text, other.names[i]),
                        .value = a.mean,
                        .expectation = b.mean,
                        .standard_error = std::sqrt(a.variance() / a.count + b.variance() / b.count),
                        .samples = a.count});
    }
  }
  return checks;
}

}  // namespace replicas
