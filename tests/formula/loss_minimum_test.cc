#include "observe/observables/loss_minimum.h"

#include <gtest/gtest.h>

#include <Eigen/Cholesky>
#include <cmath>

#include "formula/tiny_ensemble.h"
#include "observe/statistics/lbfgs.h"
#include "system/network/network_loss.h"
#include "system/network/network_pass.h"

namespace replicas {
namespace {

using Vector = Eigen::VectorXd;

TEST(NetworkLoss, IsThatOfThePlainPassInDouble) {
  for (const Activation kind : every_activation)
    if (kind != Activation::exp)  // of exponentials of exponentials no digit is left
      for (const Loss loss : {Loss::softmax, Loss::logistic, Loss::mse, Loss::hinge})
        for (const bool bias : {true, false}) {
          const Network network({3, 5, 4, loss == Loss::logistic ? 1 : 3}, kind, loss, bias);
          const Dataset data = random_dataset(network, 300, 5, 0);  // more than one block of examples
          Vector weights(static_cast<Eigen::Index>(network.weights())), gradient(weights.size());
          for (Eigen::Index i = 0; i < weights.size(); ++i)
            weights[i] =
                static_cast<double>(noise(6, Purpose::initial_weights, 0, 99, 0, static_cast<std::uint64_t>(i)));
          const auto pass = network_pass<double>(network, data, {weights.data(), network.weights()});
          EXPECT_NEAR(
              network_loss(network, data, {weights.data(), network.weights()}, {gradient.data(), network.weights()}),
              pass.loss, 1e-13 * (1 + pass.loss));
          for (Eigen::Index i = 0; i < weights.size(); ++i)
            EXPECT_NEAR(gradient[i], pass.gradient[static_cast<std::size_t>(i)], 1e-13 * (1 + gradient.norm()));
        }
}

TEST(Descent, ReachesTheMinimumOfAnIllConditionedQuadratic) {
  Vector curvature(40);
  for (Eigen::Index i = 0; i < 40; ++i) curvature[i] = std::pow(10.0, -6 * static_cast<double>(i) / 39);
  const auto objective = [&](const Vector& x, Vector& g) {
    g = curvature.cwiseProduct(x);
    return 0.5 * g.dot(x) + 3;
  };
  const DescentResult found = descend(objective, Vector::Ones(40), {.evaluations = 5000, .tolerance = 1e-12});
  EXPECT_TRUE(found.converged);
  EXPECT_LT(found.value - 3, 1e-9);  // a condition of 1e6 leaves some hundred times the tolerance
}

TEST(Descent, FollowsRosenbrocksValley) {
  const auto objective = [](const Vector& x, Vector& g) {
    const double a = 1 - x[0], b = x[1] - x[0] * x[0];
    g[0] = -2 * a - 400 * x[0] * b;
    g[1] = 200 * b;
    return a * a + 100 * b * b;
  };
  const DescentResult found = descend(objective, Vector::Constant(2, -1.5), {.evaluations = 500, .tolerance = 1e-14});
  EXPECT_TRUE(found.converged);
  EXPECT_LT(found.value, 1e-13);
}

TEST(Descent, ComesNearAnInfimumThatLiesAtInfinityAndSaysHowNear) {
  const auto objective = [](const Vector& x, Vector& g) {
    g[0] = -std::exp(-x[0]);
    return std::exp(-x[0]) + 1;
  };
  const DescentResult found = descend(objective, Vector::Zero(1), {.evaluations = 500, .tolerance = 1e-10});
  EXPECT_TRUE(found.converged);
  EXPECT_LT(found.value - 1, 1e-9);
  const DescentResult early = descend(objective, Vector::Zero(1), {.evaluations = 6, .tolerance = 1e-10});
  EXPECT_FALSE(early.converged);
  EXPECT_GE(early.left, 0.5 * (early.value - 1)) << "what is left is not said";
}

TEST(Descent, StopsAtAFloorAndSurvivesValuesThatAreNotFinite) {
  int calls = 0;
  const auto objective = [&](const Vector& x, Vector& g) {
    ++calls;
    g = 2 * x;
    return x.norm() > 1.5 ? HUGE_VAL : x.squaredNorm();
  };
  const DescentResult found =
      descend(objective, Vector::Constant(3, 0.8), {.evaluations = 100, .tolerance = 1e-3, .floor = 0});
  EXPECT_TRUE(found.converged);
  EXPECT_LT(found.value, 1e-3);
  EXPECT_EQ(found.left, 0);
  EXPECT_EQ(found.evaluations, calls);
}

/// A linear model that cannot fit: 8 inputs, 20 real targets.
Measurements unrealisable(Confinement confinement) {
  const Network network({8, 1}, Activation::linear, Loss::mse, false);
  Dataset data = random_dataset(network, 20, 3, 0);
  data.labels.clear();
  for (std::size_t i = 0; i < 20; ++i) data.targets[i] = noise(9, Purpose::initial_weights, i, 1, 0, 0);
  Ensemble ensemble{.system = network_system(network, {data}),
                    .temperatures = {1e-6, 1e-5},
                    .replicas = 4,
                    .dynamics = {.step_sizes = {0.1, 0.1}},
                    .confinement = confinement};
  Measurements run{.ensemble = ensemble};
  run.start_loss.assign(8, 1.0);
  return run;
}

struct Normal {
  Eigen::MatrixXd hessian;
  Vector rhs;
  double constant;
  double loss(const Vector& w) const { return 0.5 * w.dot(hessian * w) - rhs.dot(w) + constant; }
};

Normal normal_equations(const Dataset& data) {
  const Eigen::Map<const Eigen::Matrix<float, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>> rows(data.values.data(),
                                                                                                     20, 8);
  const Eigen::MatrixXd x = rows.cast<double>();
  const Vector y = Eigen::Map<const Eigen::VectorXf>(data.targets.data(), 20).cast<double>();
  return {x.transpose() * x / 20, x.transpose() * y / 20, 0.5 * y.squaredNorm() / 20};
}

TEST(LossMinimum, IsThatOfTheNormalEquations) {
  const Measurements run = unrealisable({});
  const std::vector<float> weights = normal_weights(run.ensemble);
  const std::vector<LossMinimum> minima = loss_minima(run, weights, descent_budget(run, 1000), 2, [] {});
  ASSERT_EQ(minima.size(), 1u);
  const Normal exact = normal_equations(datasets_in(run.ensemble)[0]);
  const Vector best = exact.hessian.ldlt().solve(exact.rhs);
  EXPECT_NEAR(minima[0].value, exact.loss(best), 1e-10);
  EXPECT_EQ(minima[0].starts, 8);
  EXPECT_EQ(minima[0].converged, 8);
  EXPECT_LT(minima[0].between_starts, 1e-10);
  EXPECT_LT(minima[0].left, 2e-11);
}

TEST(LossMinimum, OfAFixedWeightDecayIsTheLossWhereUIsLowest) {
  const Measurements run = unrealisable({.kind = Confinement::Kind::decay, .strength = 0.3});
  const std::vector<float> weights = normal_weights(run.ensemble);
  const std::vector<LossMinimum> minima = loss_minima(run, weights, descent_budget(run, 1000), 1, [] {});
  const Normal exact = normal_equations(datasets_in(run.ensemble)[0]);
  const Vector best = (exact.hessian + 0.3 * Eigen::MatrixXd::Identity(8, 8)).ldlt().solve(exact.rhs);
  EXPECT_NEAR(minima[0].value, exact.loss(best), 1e-7);  // L has a slope there, U has none
}

TEST(LossMinimum, CountsStartsThatEndElsewhere) {
  // One weight, targets that a product of two weights must match: w1 w2 = 1 or, behind a rectifier, nothing at all.
  const Network network({1, 1, 1}, Activation::relu, Loss::mse, false);
  Ensemble ensemble{.system = network_system(network, {{1, 1, 1, {1}, {}, {1}, "test"}}),
                    .temperatures = {1e-3, 1e-2},
                    .replicas = 4,
                    .dynamics = {.step_sizes = {0.1, 0.1}}};
  Measurements run{.ensemble = ensemble};
  run.start_loss.assign(8, 1.0);
  std::vector<float> weights;
  for (int r = 0; r < 8; ++r) weights.insert(weights.end(), {r % 2 == 0 ? 0.5f : -0.5f, 0.5f});
  const std::vector<LossMinimum> minima = loss_minima(run, weights, 2e9, 1, [] {});
  EXPECT_LT(minima[0].value, 1e-6);
  // Four of eight end at 1/2: a random half misses all good ones with probability 1/16.
  EXPECT_NEAR(minima[0].between_starts, 0.5 / 16, 1e-3);
}

TEST(LossMinimum, IsNotLookedForWhereTheInfimumIsKnown) {
  Measurements run{.ensemble = tiny_ensemble(4, {1e-3, 1e-2})};
  run.start_loss.assign(8, 0.01);  // below ln 2 / 6: separated
  const std::vector<float> weights = normal_weights(run.ensemble);
  EXPECT_EQ(loss_minima(run, weights, 2e9, 1, [] {})[0].starts, 0);
  run.start_loss.assign(8, 1.0);
  EXPECT_GT(loss_minima(run, weights, 2e9, 1, [] {})[0].starts, 0);
  EXPECT_EQ(loss_minima(run, weights, 1, 1, [] {})[0].starts, 0) << "no budget, no descent";
  run.ensemble.confinement.kind = Confinement::Kind::anchor;
  EXPECT_EQ(loss_minima(run, weights, 2e9, 1, [] {})[0].starts, 0);
}

}  // namespace
}  // namespace replicas
