#include "observe/gauge.h"

#include <gtest/gtest.h>

#include <cmath>

#include "formula/tiny_ensemble.h"

namespace replicas {
namespace {

TEST(Gauge, AConstantAddedToAllLogitsMovesOneModeAndNotTheLoss) {
  const Ensemble ensemble = tiny_ensemble(1);
  const Network& network = network_in(ensemble);
  PlainEngine<double> engine(ensemble);
  std::vector<float> weights = normal_weights(ensemble);
  engine.load(weights);
  const std::vector<float> before = ensemble.system->gauge_modes(weights);
  ASSERT_EQ(before.size(), 5u);  // 4 hidden units and the bias
  // The gradient has no component along any mode.
  for (const float mode : ensemble.system->gauge_modes(engine.loss_gradients())) EXPECT_LT(std::fabs(mode), 1e-7);
  const Layer& last = network.layers().back();
  for (std::size_t k = 0; k < 3; ++k) weights[last.weight + 2 * 3 + k] += 1.0f;
  const std::vector<float> after = ensemble.system->gauge_modes(weights);
  for (std::size_t mode = 0; mode < 5; ++mode)
    EXPECT_NEAR(after[mode] - before[mode], mode == 2 ? std::sqrt(3.0) : 0.0, 1e-6);
}

TEST(Gauge, OnlySoftmaxHasModes) {
  EXPECT_EQ(network_system(Network({3, 4, 3}, Activation::tanh, Loss::softmax, false), {})->gauge_mode_count(), 4u);
  EXPECT_EQ(network_system(Network({3, 4, 3}, Activation::tanh, Loss::mse), {})->gauge_mode_count(), 0u);
  EXPECT_EQ(network_system(Network({3, 4, 1}, Activation::tanh, Loss::logistic), {})->gauge_mode_count(), 0u);
}

/// Variance and neighbour covariance of D from the noise coefficients themselves.
struct Direct {
  double variance, covariance;
};
Direct direct(Update update, double step_size, double decay, int k) {
  const double a = 1 - step_size * decay;
  std::vector<double> c(static_cast<std::size_t>(2 * k + 1), 0.0), d = c;  // coefficients of xi_0 .. xi_2k
  for (int j = 0; j < k; ++j) {
    const double amplitude = std::pow(a, k - 1 - j) * std::sqrt(update == Update::em ? 2 * step_size : step_size / 2);
    const auto at = static_cast<std::size_t>(j), next = static_cast<std::size_t>(j + k);
    c[at] += amplitude;
    d[next] += amplitude;
    if (update == Update::lm) {
      c[at + 1] += amplitude;
      d[next + 1] += amplitude;
    }
  }
  Direct result{0, 0};
  for (std::size_t i = 0; i < c.size(); ++i) {
    result.variance += c[i] * c[i];
    result.covariance += c[i] * d[i];
  }
  return result;
}

TEST(Gauge, WindowVarianceIsTheSumOverItsNoise) {
  for (const Update update : {Update::em, Update::lm})
    for (const double decay : {0.0, 1e-9, 0.02, 3.0, 20.0, 25.0})
      for (const int k : {1, 2, 7, 400}) {
        const Direct exact = direct(update, 0.08, decay, k);
        const GaugeWindow window = gauge_window(update, 0.08, decay, static_cast<std::uint64_t>(k));
        EXPECT_NEAR(window.variance_at_temperature / exact.variance, 1, 1e-11) << decay << ' ' << k;
        EXPECT_NEAR(window.neighbour_correlation, exact.covariance / exact.variance, 1e-11) << decay << ' ' << k;
        EXPECT_NEAR(window.decay_factor, std::pow(1 - 0.08 * decay, k), 1e-12);
      }
}

TEST(Gauge, ModesMoveAsTheBlocksTheyLiveIn) {
  Ensemble ensemble = tiny_ensemble(1);  // 3-4-3: four modes of weights and one of the bias
  ensemble.confinement = {Confinement::Kind::decay, 0.5, false};
  Layout layout = ensemble.layout();
  layout[3].step_factor = 2;
  layout[3].decay_factor = 3;
  set_layout(ensemble, layout);
  const std::vector<GaugeWindow> windows = gauge_windows(ensemble, 0, 7);
  ASSERT_EQ(windows.size(), 5u);
  EXPECT_EQ(windows[3].decay_factor, gauge_window(Update::em, 0.05, 0.5, 7).decay_factor);
  EXPECT_EQ(windows[4].variance_at_temperature, gauge_window(Update::em, 0.1, 1.5, 7).variance_at_temperature);
}

}  // namespace
}  // namespace replicas
