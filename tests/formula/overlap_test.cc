#include <gtest/gtest.h>

#include <cmath>

#include "formula/hand_made.h"
#include "observe/statistics/distributions.h"

namespace replicas {

namespace {

/// One temperature, three replicas of which the first two sit at one place and the third at a right angle to it; two
/// moments, at the second of which the third has another length, which does not count.
Measurements three_replicas() {
  Measurements run = hand_made(3, {1e-2});
  const std::size_t n = run.ensemble.weights();
  for (const float length : {1.0f, 7.0f}) {
    WeightSample sample;
    std::vector<float>& weights = sample[recorded::weights];
    weights.assign(3 * n, 0.0f);
    weights[0] = weights[n] = 2;
    weights[2 * n + 1] = length;
    run.weight_samples.push_back(sample);
  }
  return run;
}

std::vector<Curve> curves_of(const Measurements& run) {
  const Digest digest(run);
  const PlainEngine<float> engine(run.ensemble);
  std::vector<Curve> found;
  for (const CurveMaker make : curve_makers())
    for (Curve& curve : make({digest, engine, Results()}))
      if (curve.name.starts_with("overlap")) found.push_back(std::move(curve));
  return found;
}

// q = 1, 0, 0. Without one replica the mean is 0, 0 or 1, so the jackknife has (2/3)(1/9 + 1/9 + 4/9) = 4/9.
TEST(Overlap, IsTheMeanOverPairsWithTheJackknifeOverReplicas) {
  const Column overlap = evaluated("overlap", three_replicas());
  EXPECT_NEAR(overlap.values[0], 1.0 / 3, 1e-12);
  EXPECT_NEAR(overlap.error[0], 2.0 / 3 * student_widening(2), 1e-12);
}

TEST(Overlap, HasADensityOverBinsOfOneFiftieth) {
  const std::vector<Curve> curves = curves_of(three_replicas());
  ASSERT_EQ(curves.size(), 2u);
  double mass = 0;
  for (std::size_t i = 0; i < 100; ++i) {
    mass += 0.02 * curves[0].values[i];
    const double expected = i == 99 ? 50.0 / 3 : i == 50 ? 100.0 / 3 : 0;
    EXPECT_NEAR(curves[0].values[i], expected, 1e-12) << i;
  }
  EXPECT_NEAR(mass, 1, 1e-12);
  EXPECT_NEAR(curves[0].axis().values[50], 0.01, 1e-12);
  // The density in the last bin is 50 times the share of pairs with q = 1: 50 times the error of the mean, not widened.
  EXPECT_NEAR(curves[1].values[99], 50 * 2.0 / 3, 1e-12);
}

// Of independent isotropic weights q is a projection of one unit vector on another: mean 0, variance 1 / N exactly.
// With 12 replicas the mean of 66 pairs, which are uncorrelated, has the standard error sqrt(1 / (66 N)); 5 of them.
TEST(Overlap, OfIndependentReplicasIsZero) {
  Measurements run = hand_made(12, {1e-2});
  WeightSample sample;
  sample[recorded::weights] = normal_weights(run.ensemble);
  run.weight_samples.push_back(sample);
  const auto n = static_cast<double>(run.ensemble.weights());
  EXPECT_LT(std::fabs(evaluated("overlap", run).values[0]), 5 * std::sqrt(1 / (66 * n)));
}

TEST(Overlap, IsAbsentWithoutSampledWeights) {
  EXPECT_TRUE(std::isnan(evaluated("overlap", hand_made(3, {1e-2})).values[0]));
  EXPECT_TRUE(curves_of(hand_made(3, {1e-2})).empty());
}

}  // namespace

}  // namespace replicas
