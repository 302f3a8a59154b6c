#include "observe/instruments/krylov.h"

#include <gtest/gtest.h>

#include <Eigen/Eigenvalues>
#include <cmath>
#include <limits>

#include "formula/tiny_ensemble.h"
#include "observe/instruments/probe_vectors.h"

namespace replicas {
namespace {

Eigen::MatrixXd dense_hessian(const PlainEngine<double>& engine, std::size_t replica) {
  const std::size_t n = engine.ensemble().weights();
  Eigen::MatrixXd hessian(n, n);
  for (std::size_t i = 0; i < n; ++i) {
    std::vector<double> unit(n, 0.0);
    unit[i] = 1;
    const std::vector<double> column = engine.hessian_product_of(replica, unit);
    for (std::size_t j = 0; j < n; ++j) hessian(static_cast<Eigen::Index>(j), static_cast<Eigen::Index>(i)) = column[j];
  }
  return hessian;
}

TEST(Lanczos, FindsTheLargestAlgebraicEigenvalueOfEveryReplica) {
  const Ensemble ensemble = tiny_ensemble(5);
  PlainEngine<double> engine(ensemble);
  engine.load(normal_weights(ensemble));
  const std::vector<TopEigenvalue> top = largest_eigenvalues(engine, 31, 1, 0);
  const std::vector<TopEigenvalue> early = largest_eigenvalues(engine, 3, 1, 0);
  ASSERT_EQ(top.size(), 5u);
  for (std::size_t replica = 0; replica < 5; ++replica) {
    const Eigen::VectorXd exact = dense_hessian(engine, replica).selfadjointView<Eigen::Lower>().eigenvalues();
    const double largest = exact[exact.size() - 1];
    EXPECT_LT(exact[0], 0) << "the test wants an indefinite Hessian";
    // Float products: a Rayleigh quotient is off by the square of the residual, and by the rounding of each product.
    EXPECT_NEAR(top[replica].value, largest, 2e-6 * largest);
    EXPECT_LT(top[replica].residual, 2e-5);
    // A residual bounds the distance to some eigenvalue, and too few iterations never overshoot.
    EXPECT_LE(early[replica].value, largest * (1 + 2e-6));
    const double bound = early[replica].residual * std::fabs(early[replica].value) + 2e-6 * largest;
    EXPECT_LE((exact.array() - early[replica].value).abs().minCoeff(), bound);
  }
}

TEST(Lanczos, ADivergedReplicaIsNotANumberAndLeavesTheOthersAlone) {
  const Ensemble ensemble = tiny_ensemble(3);
  PlainEngine<float> engine(ensemble);
  std::vector<float> weights = normal_weights(ensemble);
  engine.load(weights);
  const std::vector<TopEigenvalue> before = largest_eigenvalues(engine, 10, 1, 0);
  weights[ensemble.weights()] = std::numeric_limits<float>::quiet_NaN();
  engine.load(weights);
  const std::vector<TopEigenvalue> after = largest_eigenvalues(engine, 10, 1, 0);
  EXPECT_TRUE(std::isnan(after[1].value));
  EXPECT_EQ(after[0].value, before[0].value);
  EXPECT_EQ(after[2].value, before[2].value);
}

TEST(Lanczos, EndsEarlyWhereTheHessianHasFewDirections) {
  Ensemble ensemble = tiny_ensemble(2);
  change_datasets(ensemble, [](std::vector<Dataset>& all) {
    std::ranges::fill(all[0].values, 0.0f);
  });  // and no hidden value reaches the loss
  PlainEngine<float> engine(ensemble);
  engine.load(std::vector<float>(2 * ensemble.weights(), 0.0f));
  // Only the output bias curves the loss: softmax of equal logits, p = 1/3, has eigenvalue 1/3 twice, and 0.
  for (const TopEigenvalue& top : largest_eigenvalues(engine, 10, 1, 0)) EXPECT_NEAR(top.value, 1.0 / 3, 1e-6);
}

TEST(Hutchinson, ItsMeanIsTheTraceAndItsVarianceTheOffDiagonal) {
  const Ensemble ensemble = tiny_ensemble(2);
  PlainEngine<double> engine(ensemble);
  engine.load(normal_weights(ensemble));
  constexpr int steps = 40, probes = 50;
  std::array<double, 2> sum{}, sum2{};
  for (std::uint64_t step = 0; step < steps; ++step)
    for (std::uint64_t probe = 0; probe < probes; ++probe) {
      const std::vector<double> traces = curvature_probes(engine, 1, step, probe);
      for (std::size_t replica = 0; replica < 2; ++replica) {
        sum[replica] += traces[replica];
        sum2[replica] += traces[replica] * traces[replica];
      }
    }
  constexpr double n = steps * probes;
  for (std::size_t replica = 0; replica < 2; ++replica) {
    const Eigen::MatrixXd hessian = dense_hessian(engine, replica);
    Eigen::MatrixXd off = hessian;
    off.diagonal().setZero();
    const double variance = 2 * off.squaredNorm(), mean = sum[replica] / n;
    // Mean of n probes: standard error sqrt(variance / n); two-sided at 1e-8.
    EXPECT_LT(std::fabs(mean - hessian.trace()), 5.73 * std::sqrt(variance / n));
    // v . H v is at most a chi-square in one direction: kurtosis below 15, so the variance has sd below sqrt(14 / n).
    EXPECT_NEAR((sum2[replica] / n - mean * mean) / variance, 1, 5.73 * std::sqrt(14 / n));
  }
}

TEST(ProbeVectors, EveryNamePartChangesTheSigns) {
  const std::vector<float> a = random_signs(1, 0, 0, 0, 64);
  for (const std::vector<float>& other : {random_signs(1, 0, 0, 1, 64), random_signs(1, 0, 1, 0, 64),
                                          random_signs(1, 1, 0, 0, 64), random_signs(2, 0, 0, 0, 64)})
    EXPECT_NE(a, other);
  // The last probe of a step and the first of the next are neighbours in the counter.
  EXPECT_NE(random_signs(1, 0, 0, probes_per_step - 1, 64), random_signs(1, 0, 1, 0, 64));
}

}  // namespace
}  // namespace replicas
