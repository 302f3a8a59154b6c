// Columns of a run of a few numbers, each worked out by hand: forces, curvature, labels, active points, step sizes.
#include <gtest/gtest.h>

#include <cmath>

#include "formula/hand_made.h"

namespace replicas {
namespace {

/// Two replicas at T = 2 with eta = 0.4: sums over 100 measured steps, two weight samples and two curvature checks.
Measurements two_replicas() {
  Measurements run = hand_made(2, {2.0});
  run.ensemble.dynamics.step_sizes = {0.4};
  for (const std::size_t r : {0, 1}) {
    const double more = static_cast<double>(r);
    ReplicaSums& sums = run.blocks[0][r] = sums_of(7);
    sums.gradient2 = 100 * (3 + 2 * more);          // means 3 and 5
    sums.gradient4 = 100 * (20 + 8 * more);         // means 20 and 28
    sums.gradient_product = 100 * (10 + 4 * more);  // means 10 and 14
    sums.wrong = 100 * 3 * more;                    // 0 and 3 of the 6 examples
  }
  // L and a probe of tr H: (1, 4), (3, 8) of the first replica and (2, 6), (6, 2) of the second.
  run.weight_samples.resize(2);
  run.weight_samples[0][recorded::loss_of_weights] = {1, 2};
  run.weight_samples[0][recorded::curvature_probe] = {4, 6};
  run.weight_samples[1][recorded::loss_of_weights] = {3, 6};
  run.weight_samples[1][recorded::curvature_probe] = {8, 2};
  run.weight_samples[0][recorded::test_loss] = {0.1, 0.3};
  run.weight_samples[1][recorded::test_loss] = {0.2, 0.6};
  run.weight_samples[0][recorded::test_error] = {0, 0.25};
  run.weight_samples[1][recorded::test_error] = {0.5, 0.25};
  run.curvature_checks.resize(2);
  run.curvature_checks[0][recorded::largest_eigenvalue] = {1, 3};
  run.curvature_checks[1][recorded::largest_eigenvalue] = {2, 9};
  run.samples.resize(2);
  run.samples[0] = sample_of(50, {7, 7}, {10, 30}, {5, 4, 3, 6, 5, 1});
  run.samples[1] = sample_of(100, {7, 7}, {20, 40}, {3, 2, 1, 6, 5, 3});
  return run;
}

double value(const char* name, const Measurements& run) { return evaluated(name, run).values[0]; }

// (eta / 4) [<grad L . grad U> - Cov(L, tr H)] with means 12 and a covariance of L = 1, 3, 2, 6 (mean 3) and tr H = 4,
// 8, 6, 2 (mean 5): ((-2)(-1) + 0 + (-1)(1) + 3 (-3)) / 4 = -2, so 0.1 (12 + 2).
TEST(StepBias, IsThatOfFirstOrderForEmAndNoneForLm) {
  Measurements run = two_replicas();
  EXPECT_NEAR(value("step_bias", run), 1.4, 1e-12);
  run.ensemble.dynamics.update = Update::lm;
  EXPECT_EQ(value("step_bias", run), 0);
}

/// U = sum_i h x_i^2 / 2 in N dimensions: <L> is eta T sum h / 4 too large. There <|grad L|^2> = T N h and tr H = N h.
TEST(StepBias, OfAQuadraticIsItsClosedForm) {
  Measurements run = hand_made(2, {2.0});
  run.ensemble.dynamics.step_sizes = {0.01};
  const double h = 5, dimensions = 3;
  for (ReplicaSums& sums : run.blocks[0]) sums.gradient_product = 100 * 2.0 * dimensions * h;
  run.weight_samples.resize(2);
  for (WeightSample& sample : run.weight_samples) {
    sample[recorded::loss_of_weights] = {3, 4};
    sample[recorded::curvature_probe].assign(2, dimensions * h);
  }
  EXPECT_NEAR(value("step_bias", run), 0.01 * 2.0 * dimensions * h / 4, 1e-12);
}

TEST(Curvature, ColumnsAreMeansOverReplicas) {
  const Measurements run = two_replicas();
  EXPECT_NEAR(value("curvature", run), 12 / 2.0, 1e-12);
  EXPECT_NEAR(value("hessian_trace", run), 5, 1e-12);
  EXPECT_NEAR(value("t_conf", run), 6 / 5.0, 1e-12);
  EXPECT_NEAR(value("gradient_norm2", run), 4, 1e-12);
  EXPECT_NEAR(value("gradient_kurtosis", run), 24.0 / 16, 1e-12);
  EXPECT_NEAR(value("largest_eigenvalue", run), (1.5 + 6) / 2, 1e-12);
  EXPECT_NEAR(value("largest_eigenvalue_max", run), 9, 1e-12);
}

TEST(Curvature, SlopeIsThatOfItsLogarithm) {  // <grad L . grad U> / T = 3 T^2 on an uneven ladder
  Measurements run = hand_made(2, {1.0, 2.0, 8.0});
  for (std::size_t r = 0; r < 6; ++r)
    run.blocks[0][r].gradient_product = 100 * 3 * std::pow(run.ensemble.temperatures[r / 2], 3);
  for (const double slope : evaluated("curvature_slope", run).values) EXPECT_NEAR(slope, 2, 1e-9);
}

TEST(Labels, AreSharesOfTheExamples) {
  const Measurements run = two_replicas();
  EXPECT_NEAR(value("training_error", run), (0 + 0.5) / 2, 1e-12);
  EXPECT_NEAR(value("test_loss", run), (0.15 + 0.45) / 2, 1e-12);
  EXPECT_NEAR(value("test_error", run), 0.25, 1e-12);
}

TEST(ActivePoints, AreCountedPerThreshold) {
  const Measurements run = two_replicas();
  EXPECT_NEAR(value("n_act", run), (4 + 6) / 2.0, 1e-12);
  EXPECT_NEAR(value("n_act_0_1", run), (3 + 5) / 2.0, 1e-12);
  EXPECT_NEAR(value("n_act_0_26474", run), (2 + 2) / 2.0, 1e-12);
}

TEST(WeightNorm, IsTheMeanOfTheSamples) { EXPECT_NEAR(value("weight_norm2", two_replicas()), 25, 1e-12); }

// The anchor's decay is gamma T = 2: eta (3.75 + 2) and eta (9 + 2). The prior's is T fan_in / sigma^2, largest in the
// layer of 4 inputs: 2 x 4 / 0.25 = 32.
TEST(StepSize, TimesCurvatureHasTheStiffestDecay) {
  Measurements run = two_replicas();
  EXPECT_EQ(value("step_size", run), 0.4);
  EXPECT_NEAR(value("step_curvature", run), 0.4 * 5.75, 1e-12);
  EXPECT_NEAR(value("step_curvature_max", run), 0.4 * 11, 1e-12);
  EXPECT_NEAR(value("p_t", run), 12, 1e-12);
  EXPECT_NEAR(value("kappa", run), -std::log(12.0), 1e-12);
  run.ensemble.confinement = {Confinement::Kind::prior, 0.5, true};
  EXPECT_NEAR(value("step_curvature", run), 0.4 * (3.75 + 32), 1e-12);
}

}  // namespace
}  // namespace replicas
