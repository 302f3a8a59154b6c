// The pilot on losses whose curvature is known, and independent starts against the standard deviations they are drawn
// with.
#include "run/pilot.h"

#include <gtest/gtest.h>

#include <cmath>

#include "formula/tiny_ensemble.h"
#include "model/error.h"
#include "run/start.h"

namespace replicas {
namespace {

/// Rungs on a quadratic of this curvature in 8 dimensions, started at its minimum.
std::vector<double> step_sizes(const char* potential, Update update, Confinement confinement, Ladder temperatures) {
  Ensemble ensemble = tiny_ensemble(4, std::move(temperatures));
  ensemble.system = potential_system(parse_potential(potential));
  ensemble.dynamics.update = update;
  ensemble.confinement = confinement;
  Notebook notebook;
  return pilot_step_sizes(ensemble, std::vector<float>(ensemble.replica_count() * ensemble.weights(), 0.0f),
                          {.backend = "plain"}, notebook, {});
}

// eta = 0.1 (em) or 0.2 (lm) over the largest curvature of U, which is the same everywhere; given to two digits.
TEST(Pilot, ChoosesATenthOverTheCurvatureForEmAndAFifthForLm) {
  const Confinement free{Confinement::Kind::none};
  EXPECT_EQ(step_sizes("quadratic:3x8", Update::em, free, {1e-3}), (std::vector<double>{0.033}));
  EXPECT_EQ(step_sizes("quadratic:3x8", Update::lm, free, {1e-3}), (std::vector<double>{0.067}));
  EXPECT_EQ(step_sizes("quadratic:0.04x8", Update::em, free, {1e-3}), (std::vector<double>{2.5}));
}

TEST(Pilot, AddsTheDecayOfTheConfinementAtEachTemperature) {
  // T / sigma^2 = 2 and 8 beside 3: 0.1 / 5 and 0.1 / 11. A fixed decay of 2 at any temperature: 0.1 / 5.
  EXPECT_EQ(step_sizes("quadratic:3x8", Update::em, {Confinement::Kind::prior, 0.5}, {0.5, 2}),
            (std::vector<double>{0.02, 0.0091}));
  EXPECT_EQ(step_sizes("quadratic:3x8", Update::em, {Confinement::Kind::decay, 2}, {0.5, 2}),
            (std::vector<double>{0.02, 0.02}));
}

/// A 40-50-3 network whose starts are compared layer by layer.
Ensemble wide_ensemble(Confinement confinement, bool bias = true) {
  Ensemble ensemble = tiny_ensemble(6, {0.5, 2.0});
  const Network network({40, 50, 3}, Activation::tanh, Loss::softmax, bias);
  ensemble.system = network_system(network, {random_dataset(network, 6, 1, 0)});
  ensemble.confinement = confinement;
  return ensemble;
}

/// The mean square over n normal weights of variance s^2 has the standard error s^2 sqrt(2 / n): five of them.
void expect_deviation(std::span<const float> weights, double deviation, const std::string& what) {
  double squares = 0;
  for (const float w : weights) squares += static_cast<double>(w) * static_cast<double>(w);
  const auto n = static_cast<double>(weights.size());
  EXPECT_NEAR(squares / n / (deviation * deviation), 1, 5 * std::sqrt(2 / n)) << what;
}

struct Deviations {
  double first, second;  ///< of the weights into 50 hidden units and out of them
  bool biases;           ///< drawn, with the deviation of their layer; else 0
};

void expect_start(const Ensemble& ensemble, const StartRule& option, const std::vector<Deviations>& of_rung) {
  const std::vector<float> all = random_weights(ensemble, option);
  const std::size_t n = ensemble.weights(), rung = n * static_cast<std::size_t>(ensemble.replicas);
  for (std::size_t t = 0; t < of_rung.size(); ++t) {
    std::vector<float> parts[2], biases[2];
    for (std::size_t chain = 0; chain < static_cast<std::size_t>(ensemble.replicas); ++chain)
      for (std::size_t l : {0, 1}) {
        const Layer& layer = network_in(ensemble).layers()[l];
        const float* const own = all.data() + t * rung + chain * n;
        parts[l].insert(parts[l].end(), own + layer.weight, own + layer.bias);
        biases[l].insert(biases[l].end(), own + layer.bias, own + layer.bias + layer.outputs);
      }
    expect_deviation(parts[0], of_rung[t].first, "first layer");
    expect_deviation(parts[1], of_rung[t].second, "second layer");
    if (of_rung[t].biases)
      expect_deviation(biases[0], of_rung[t].first, "biases");
    else
      for (const float b : biases[0]) ASSERT_EQ(b, 0);
  }
}

TEST(RandomStart, HasTheDeviationsThatWereAskedFor) {
  using Scale = StartRule::Scale;
  const Ensemble prior = wide_ensemble({Confinement::Kind::prior, 0.7});
  const double a = 1 / std::sqrt(40), b = 1 / std::sqrt(50);
  expect_start(prior, {}, {{a, b, false}, {a, b, false}});
  expect_start(prior, {.scale = Scale::number, .deviation = 0.3}, {{0.3, 0.3, false}, {0.3, 0.3, false}});
  expect_start(prior, {.scale = Scale::prior}, {{0.7, 0.7, true}, {0.7, 0.7, true}});
  expect_start(wide_ensemble({Confinement::Kind::prior, 0.7, true}), {.scale = Scale::prior},
               {{0.7 * a, 0.7 * b, true}, {0.7 * a, 0.7 * b, true}});
}

/// --start both: every second chain is a draw from exp(-V/T), whose deviation is sqrt(T / lambda) under a fixed decay.
TEST(RandomStart, OfBothKindsDrawsEverySecondChainFromTheConfinement) {
  const Ensemble ensemble = wide_ensemble({Confinement::Kind::decay, 0.25});
  const std::vector<float> all = random_weights(ensemble, {.both = true});
  const std::size_t n = ensemble.weights();
  const Layer& layer = network_in(ensemble).layers()[0];
  for (std::size_t r = 0; r < ensemble.replica_count(); ++r) {
    const double drawn = std::sqrt(ensemble.temperatures[r / 6] / 0.25);
    expect_deviation({all.data() + r * n + layer.weight, layer.bias - layer.weight},
                     r % 2 == 1 ? drawn : 1 / std::sqrt(40), "chain " + std::to_string(r));
    EXPECT_EQ(all[r * n + layer.bias] != 0, r % 2 == 1);
  }
}

TEST(RandomStart, IsCommonToTheReplicasOfADataSetIfAsked) {
  Ensemble ensemble = wide_ensemble({});
  change_datasets(ensemble, [](std::vector<Dataset>& all) { all.push_back(all.front()); });
  const std::size_t n = ensemble.weights();
  const auto equal = [&](const std::vector<float>& all, std::size_t r, std::size_t s) {
    return std::equal(all.begin() + static_cast<std::ptrdiff_t>(r * n),
                      all.begin() + static_cast<std::ptrdiff_t>((r + 1) * n),
                      all.begin() + static_cast<std::ptrdiff_t>(s * n));
  };
  const std::vector<float> common = random_weights(ensemble, {.common = true}), own = random_weights(ensemble, {});
  EXPECT_TRUE(equal(common, 0, 2) && equal(common, 0, 6) && equal(common, 1, 11));
  EXPECT_FALSE(equal(common, 0, 1));
  EXPECT_FALSE(equal(own, 0, 2) || equal(own, 0, 6));
  EXPECT_THROW(random_weights(wide_ensemble({Confinement::Kind::decay, 1}), {.scale = StartRule::Scale::prior}), Error);
}

// The descent aims at min(30 T, 0.3), or at what was asked for; chains from the prior stay where they are.
TEST(Descent, EndsBelowTheTargetOfEachReplica) {
  Ensemble ensemble = tiny_ensemble(4, {1e-3, 1e-1});
  Notebook notebook;
  const Start start = make_start(ensemble, {}, {.backend = "plain"}, notebook, {});
  ASSERT_EQ(start.target.size(), 8u);
  for (std::size_t r = 0; r < 8; ++r) {
    EXPECT_NEAR(start.target[r], r < 4 ? 0.03 : 0.3, 1e-12);
    EXPECT_LE(start.loss[r], start.target[r]);
    EXPECT_GT(start.loss[r], 0);
  }
  Notebook another;
  const Start both = make_start(ensemble, {.both = true, .target_loss = 0.2}, {.backend = "plain"}, another, {});
  const std::vector<float> drawn = random_weights(ensemble, {.both = true});
  const std::size_t n = ensemble.weights();
  for (std::size_t r = 0; r < 8; ++r) {
    EXPECT_EQ(both.target[r] == 0.2, r % 2 == 0);
    EXPECT_EQ(both.weights[r * n] == drawn[r * n], r % 2 == 1);
  }
}

}  // namespace
}  // namespace replicas
