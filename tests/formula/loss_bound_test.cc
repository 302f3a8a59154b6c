#include "system/network/loss_bound.h"

#include <gtest/gtest.h>

#include <cmath>
#include <numbers>

#include "physics/noise.h"
#include "system/network/network_pass.h"

namespace replicas {
namespace {

using std::numbers::ln2;

Dataset labelled(std::vector<float> values, int inputs, std::vector<std::int32_t> labels, int outputs) {
  return {static_cast<int>(labels.size()), inputs, outputs, std::move(values), std::move(labels), {}, "test"};
}

double logistic(double z) { return std::log1p(std::exp(-z)); }

TEST(LossBound, EqualInputsWithTwoLabelsCostTheEntropyOfTheirLabels) {
  const Network network({2, 3, 3});
  const LossBound bound = loss_bound(network, labelled({1, 2, 1, 2, 1, 2, 5, 6}, 2, {0, 0, 1, 2}, 3));
  EXPECT_NEAR(bound.value, (2 * std::log(1.5) + std::log(3.0)) / 4, 1e-15);
  EXPECT_EQ(bound.contradicting, 3);
  EXPECT_EQ(bound.zero_examples, 0);
  EXPECT_EQ(loss_bound(network, labelled({1, 2, 1, 2}, 2, {1, 1}, 3)).value, 0)
      << "the same answer twice costs nothing";
}

TEST(LossBound, AnInputOfZerosIsAnsweredByATieWithoutBiases) {
  const Dataset data = labelled({0, -0.0f, 1, 2}, 2, {1, 0}, 1);
  const LossBound without = loss_bound(Network({2, 3, 1}, Activation::gelu, Loss::logistic, false), data);
  EXPECT_NEAR(without.value, ln2 / 2, 1e-15);
  EXPECT_EQ(without.zero_inputs, without.value);
  EXPECT_EQ(without.zero_examples, 1);
  EXPECT_EQ(loss_bound(Network({2, 3, 1}, Activation::gelu, Loss::logistic, true), data).value, 0);
  const Dataset classes = labelled({0, 0, 1, 2}, 2, {1, 0}, 3);
  EXPECT_NEAR(loss_bound(Network({2, 3, 3}, Activation::tanh, Loss::softmax, false), classes).value, std::log(3) / 2,
              1e-15);
}

TEST(LossBound, OddNetworksCannotAnswerAnInputAndItsNegativeAlike) {
  const Dataset data = labelled({1, -2, -1, 2}, 2, {1, 1}, 1);
  EXPECT_NEAR(loss_bound(Network({2, 3, 1}, Activation::tanh, Loss::logistic, false), data).value, ln2, 1e-12);
  EXPECT_EQ(loss_bound(Network({2, 3, 1}, Activation::relu, Loss::logistic, false), data).value, 0);
  EXPECT_EQ(loss_bound(Network({2, 3, 1}, Activation::tanh, Loss::logistic, true), data).value, 0);
  EXPECT_NEAR(loss_bound(Network({2, 1}, Activation::relu, Loss::logistic, false), data).value, ln2, 1e-12)
      << "one layer is linear, whatever its activation is called";
}

TEST(LossBound, HomogeneousNetworksSeeARayAsOneInput) {
  const Dataset data = labelled({1, 1, 3, 3}, 2, {1, 0}, 1);
  double least = 1;  // of [l(z) + l(-3 z)] / 2
  for (double z = -5; z < 5; z += 1e-4) least = std::min(least, (logistic(z) + logistic(-3 * z)) / 2);
  EXPECT_NEAR(loss_bound(Network({2, 3, 1}, Activation::relu, Loss::logistic, false), data).value, least, 1e-8);
  EXPECT_EQ(loss_bound(Network({2, 3, 1}, Activation::tanh, Loss::logistic, false), data).value, 0);
}

TEST(LossBound, SquaredLossKeepsTheSpreadOfTheTargets) {
  Dataset data{3, 1, 2, {1, 1, 2}, {}, {1, 0, 3, 0, 7, 7}, "test"};
  EXPECT_NEAR(loss_bound(Network({1, 4, 2}, Activation::tanh, Loss::mse), data).value, (1.0 + 1.0) / 2 / 3, 1e-15);
  // On a ray: least squares through the origin, both outputs: factors 1, 1, 2.
  const double rest = (1 + 9 + 49) - (1 + 3 + 14.0) * (1 + 3 + 14) / 6 + 49 - 14.0 * 14 / 6;
  EXPECT_NEAR(loss_bound(Network({1, 4, 2}, Activation::relu, Loss::mse, false), data).value, rest / 2 / 3, 1e-6);
}

TEST(LossBound, NoWeightsGoBelowIt) {
  for (const Activation kind : every_activation)
    for (const Loss loss : {Loss::softmax, Loss::logistic, Loss::mse, Loss::hinge}) {
      const int outputs = loss == Loss::logistic ? 1 : 3;
      const Network network({2, 5, outputs}, kind, loss, false);
      Dataset data = labelled({1, 2, -1, -2, 2, 4, 0, 0, 1, 2, 3, -1}, 2,
                              {0, 0, loss == Loss::logistic ? 1 : 2, 1, 1, 0}, outputs);
      if (loss == Loss::mse) make_targets(data, network);
      const double bound = loss_bound(network, data).value;
      EXPECT_GT(bound, 0.05);
      double lowest = 1e9;
      for (std::uint64_t draw = 0; draw < 2000; ++draw) {
        std::vector<double> weights;
        const double width = std::exp2(static_cast<double>(draw % 8) - 3);
        for (std::uint64_t i = 0; i < network.weights(); ++i)
          weights.push_back(width * static_cast<double>(noise(3, Purpose::initial_weights, draw, 99, 0, i)));
        lowest = std::min(lowest, network_pass<double>(network, data, weights).loss);
      }
      EXPECT_GE(lowest, bound * (1 - 1e-7));
    }
}

}  // namespace
}  // namespace replicas
