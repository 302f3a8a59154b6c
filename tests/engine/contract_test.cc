#include <gtest/gtest.h>

#include <cmath>

#include "engine/engine.h"
#include "parity/network_cases.h"
#include "parity/slices_agree.h"

namespace replicas {
namespace {

/// What every backend promises, whatever it computes with.
class EveryBackend : public testing::TestWithParam<std::string> {
 protected:
  std::unique_ptr<Engine> started(const Ensemble& ensemble, int threads = 1) const {
    std::unique_ptr<Engine> engine = make_engine({GetParam(), threads, ""}, ensemble);
    engine->load(start_of(ensemble));
    return engine;
  }
};

TEST_P(EveryBackend, KeepsLoadedWeights) {
  for (const NetworkCase& c : network_cases()) {
    const Ensemble ensemble = ensemble_of(c);
    EXPECT_EQ(started(ensemble)->weights(), start_of(ensemble)) << describe(c);
  }
}

TEST_P(EveryBackend, WeightNormsAreThoseOfTheWeights) {
  for (const NetworkCase& c : network_cases()) {
    const Ensemble ensemble = ensemble_of(c);
    const auto engine = started(ensemble, 2);
    engine->advance(0, 1);
    const std::vector<float> weights = engine->weights(), norms2 = engine->weight_norms2();
    const std::size_t n = ensemble.weights();
    ASSERT_EQ(norms2.size(), ensemble.replica_count());
    for (std::size_t r = 0; r < norms2.size(); ++r) {
      double expected = 0;
      for (std::size_t i = r * n; i < (r + 1) * n; ++i) expected += std::pow(static_cast<double>(weights[i]), 2);
      // Rounded to float once; the double engine's weights are more than their floats.
      EXPECT_NEAR(norms2[r], expected, 2e-7 * expected) << describe(c) << ", replica " << r;
    }
  }
}

TEST_P(EveryBackend, TwoShortRunsEqualOneLongRun) {
  for (const Update update : {Update::em, Update::lm}) {
    const Ensemble ensemble = ensemble_of({.update = update});
    const auto one = started(ensemble), two = started(ensemble);
    const std::vector<ReplicaSums> whole = one->advance(0, 10);
    const std::vector<ReplicaSums> first = two->advance(0, 4), second = two->advance(4, 10);
    EXPECT_EQ(one->weights(), two->weights()) << name(update);
    for (std::size_t r = 0; r < whole.size(); ++r) {
      EXPECT_EQ(whole[r].count, first[r].count + second[r].count);
      EXPECT_DOUBLE_EQ(whole[r].loss, first[r].loss + second[r].loss);
      EXPECT_DOUBLE_EQ(whole[r].gradient2, first[r].gradient2 + second[r].gradient2);
      EXPECT_DOUBLE_EQ(whole[r].gradient_product, first[r].gradient_product + second[r].gradient_product);
      EXPECT_EQ(whole[r].wrong, first[r].wrong + second[r].wrong);
    }
  }
}

TEST_P(EveryBackend, BitsDoNotDependOnThreads) {
  const Ensemble ensemble = ensemble_of({.datasets = 2});
  const auto one = started(ensemble, 1);
  const std::vector<ReplicaSums> expected = one->advance(2, 9);
  for (const int threads : {2, 4}) {
    const auto many = started(ensemble, threads);
    const std::vector<ReplicaSums> sums = many->advance(2, 9);
    EXPECT_EQ(many->weights(), one->weights());
    EXPECT_EQ(many->loss_gradients(), one->loss_gradients());
    for (std::size_t r = 0; r < sums.size(); ++r) {
      EXPECT_EQ(sums[r].loss, expected[r].loss);
      EXPECT_EQ(sums[r].gradient_product, expected[r].gradient_product);
    }
  }
}

// Replicas 0..1 of temperature 0 have the same global numbers whether a second temperature runs or not.
TEST_P(EveryBackend, ReplicasDoNotDependOnTheirCompany) {
  const Ensemble all = ensemble_of({.update = Update::lm});
  Ensemble some = all;
  some.temperatures.resize(1);
  some.dynamics.step_sizes.resize(1);
  const auto crowd = started(all), few = started(some);
  crowd->advance(0, 7);
  few->advance(0, 7);
  const std::vector<float> together = crowd->weights(), alone = few->weights();
  EXPECT_TRUE(std::equal(alone.begin(), alone.end(), together.begin()));
}

// Noise keyed by the place in the array in the place of the global number, or a data set or temperature taken by it,
// changes every slice but the first.
TEST_P(EveryBackend, SlicesHaveTheBitsOfTheWhole) {
  using Kind = Confinement::Kind;
  for (const NetworkCase& c : {NetworkCase{.update = Update::lm, .confinement = {Kind::anchor, 2, false}},
                               NetworkCase{.widths = {5, 9, 2}, .examples = 21, .datasets = 2}})
    expect_slices_to_have_the_bits_of_the_whole(ensemble_of(c), [](const Ensemble& ensemble) {
      return make_engine({GetParam(), 2, ""}, ensemble);
    });
}

TEST_P(EveryBackend, SumsAreThoseOfTheMeasuredSteps) {
  const Ensemble ensemble = ensemble_of({.confinement = {Confinement::Kind::decay, 0.1, false}});
  const auto engine = started(ensemble), stepped = started(ensemble);
  const std::vector<ReplicaSums> sums = engine->advance(0, 7);  // measures at steps 0, 3, 6
  const std::size_t n = ensemble.weights();
  for (std::size_t r = 0; r < sums.size(); ++r) EXPECT_EQ(sums[r].count, 3u);
  std::vector<ReplicaSums> expected(sums.size());
  for (std::uint64_t step = 0; step < 7; ++step) {
    if (step % 3 == 0) {
      const std::vector<float> gradients = stepped->loss_gradients(), weights = stepped->weights();
      const ExampleLosses losses = stepped->example_losses();
      for (std::size_t r = 0; r < sums.size(); ++r) {
        double loss = 0;
        for (std::size_t i = 0; i < 37; ++i) {
          loss += static_cast<double>(losses.losses[r * 37 + i]) / 37;
          expected[r].wrong += losses.wrong[r * 37 + i];
        }
        expected[r].loss += loss;
        expected[r].loss2 += loss * loss;
        double gradient2 = 0;
        for (std::size_t i = r * n; i < (r + 1) * n; ++i) {
          const double g = static_cast<double>(gradients[i]), w = static_cast<double>(weights[i]);
          gradient2 += g * g;
          expected[r].gradient_product += g * (g + 0.1 * w);
        }
        expected[r].gradient2 += gradient2;
        expected[r].gradient4 += gradient2 * gradient2;
      }
    }
    stepped->advance(step, step + 1);
  }
  for (std::size_t r = 0; r < sums.size(); ++r) {  // float32 losses and gradients: 1e-6
    EXPECT_NEAR(sums[r].loss, expected[r].loss, 1e-6 * expected[r].loss);
    EXPECT_NEAR(sums[r].loss2, expected[r].loss2, 2e-6 * expected[r].loss2);
    EXPECT_NEAR(sums[r].gradient2, expected[r].gradient2, 1e-5 * expected[r].gradient2);
    EXPECT_NEAR(sums[r].gradient4, expected[r].gradient4, 2e-5 * expected[r].gradient4);
    EXPECT_NEAR(sums[r].gradient_product, expected[r].gradient_product, 1e-5 * expected[r].gradient2);
    EXPECT_EQ(sums[r].wrong, expected[r].wrong);
  }
}

TEST_P(EveryBackend, NamesTheReplicaThatLeftTheFiniteNumbers) {
  const Ensemble ensemble = ensemble_of({});
  std::vector<float> start = start_of(ensemble);
  const std::size_t n = ensemble.weights();
  start[n + 3] = std::nanf("");
  start[2 * n + 5] = HUGE_VALF;
  start[3 * n] = -1234.5f;
  const auto engine = make_engine({GetParam(), 1, ""}, ensemble);
  engine->load(start);
  const std::vector<ReplicaSums> sums = engine->advance(0, 1);
  EXPECT_TRUE(sums[0].finite);
  EXPECT_FALSE(sums[1].finite);
  EXPECT_FALSE(sums[2].finite);
  EXPECT_TRUE(sums[3].finite);
  EXPECT_EQ(sums[3].largest_weight, 1234.5);
}

TEST_P(EveryBackend, NeedsNoNoiseWithoutTemperature) {
  Ensemble ensemble = ensemble_of({.confinement = {Confinement::Kind::decay, 0.1, false}});
  ensemble.temperatures = {0, 1e-2};
  const auto engine = started(ensemble);
  const std::vector<float> gradients = engine->loss_gradients(), start = engine->weights();
  engine->advance(0, 1);
  const std::vector<float> end = engine->weights();
  for (std::size_t i = 0; i < 2 * ensemble.weights(); ++i)
    EXPECT_NEAR(end[i], start[i] - 0.02f * (gradients[i] + 0.1f * start[i]), 2e-7f);
}

INSTANTIATE_TEST_SUITE_P(Engine, EveryBackend, testing::ValuesIn(backends()), [](const auto& info) {
  std::string text = info.param;
  std::replace(text.begin(), text.end(), '-', '_');
  return text;
});

}  // namespace
}  // namespace replicas
