// Entropies around typical solutions, and errors on Gaussian clouds against simulated ones.
#include <gtest/gtest.h>

#include <Eigen/Dense>
#include <cmath>

#include "expect_error.h"
#include "physics/noise.h"
#include "theory/franz_parisi.h"
#include "theory/gauss.h"
#include "theory/mixture.h"
#include "theory/replica_symmetric.h"

namespace replicas::theory {

TEST(FranzParisi, EntropyAroundReferencesOfThreeMargins) {
  const std::vector<double> distances = {0.002, 0.02, 0.1, 0.2};
  const struct {
    double margin;
    double expected[4];
  } rows[] = {
      {0, {-.0082, .0276, .1646, .2659}}, {0.1, {.0108, .0516, .1812, .2747}}, {0.4, {.0144, .0877, .2201, .2951}}};
  for (const auto& row : rows) {
    const auto curve = franz_parisi_curve({0.5, 0, row.margin}, distances);
    for (std::size_t i = 0; i < distances.size(); ++i) {
      EXPECT_TRUE(curve[i].converged);
      EXPECT_NEAR(curve[i].entropy, row.expected[i], 5e-4) << row.margin << ' ' << distances[i];
      EXPECT_LT(curve[i].entropy, binary_entropy(distances[i]));
    }
  }
}

TEST(FranzParisi, TheMaximumIsTheEntropyOfAllSolutionsAtTheTypicalDistance) {
  const Saddle typical = saddle_point({}, 0.5);
  const double d = (1 - typical.q) / 2;
  const auto curve = franz_parisi_curve({0.5, 0, 0}, {d - 0.01, d, d + 0.01});
  EXPECT_NEAR(curve[1].entropy, typical.entropy, 1e-6);
  EXPECT_NEAR(curve[1].q, typical.q, 1e-5);
  EXPECT_LT(curve[0].entropy, curve[1].entropy);
  EXPECT_LT(curve[2].entropy, curve[1].entropy);
}

TEST(FranzParisi, PhiIsStationaryInEveryOrderParameter) {
  // Central differences: 1e-4 squared times a third derivative of order 1, over the end of the iteration at 1e-8.
  const FranzParisi about{0.6, 0, 0.1};
  const FranzParisiPoint at = franz_parisi_curve(about, {0.1})[0];
  for (double FranzParisiPoint::*parameter : {&FranzParisiPoint::q, &FranzParisiPoint::t, &FranzParisiPoint::q_hat,
                                              &FranzParisiPoint::t_hat, &FranzParisiPoint::p_hat}) {
    FranzParisiPoint up = at, down = at;
    up.*parameter += 1e-4;
    down.*parameter -= 1e-4;
    EXPECT_NEAR((franz_parisi_formula(about, up) - franz_parisi_formula(about, down)) / 2e-4, 0, 1e-5);
  }
}

TEST(FranzParisi, ErrorsOfTheQuadratureAreStated) {
  const auto found = franz_parisi_entropy({0.5, 0, 0}, {0.1});
  EXPECT_LT(found[0].error, 1e-5);
  EXPECT_NEAR(found[0].value, franz_parisi_curve({0.5, 0, 0}, {0.1}, fine_step / 2)[0].entropy, found[0].error + 1e-9);
}

TEST(FranzParisi, RefusesWhatIsNotThere) {
  expect_error([] { franz_parisi_curve({0.5, 0, 0.5}, {0.1}); }, ErrorKind::bad_value, "no solution of margin 0.5");
  expect_error([] { franz_parisi_curve({0.5, 0, 0}, {0.0}); }, ErrorKind::bad_value, "distance 0");
  expect_error([] { franz_parisi_curve({0.5, 0, 0}, {0.5}); }, ErrorKind::bad_value, "distance 0.5");
}

TEST(FranzParisi, WideRegionsBreakUpAtLoad0727) {
  // 0.727: Baldassi et al., Phys. Rev. Lett. 127, 278301.
  EXPECT_TRUE(grows_with_distance(0.724));
  EXPECT_FALSE(grows_with_distance(0.73));
}

TEST(Mixture, ClosedForms) {
  // (alpha, Delta) = (1, 1): Q(sqrt(1/2)).
  EXPECT_NEAR(error({}, bayes({})), 0.2398, 5e-5);
  EXPECT_NEAR(error({.positive = 0.2}, bayes({.positive = 0.2})), 0.158, 5e-4);
  // Ridge tends to Hebb as lambda grows, and is far from it where it interpolates.
  EXPECT_NEAR(error({}, ridge({}, 1e6, Bias::none)), error({}, hebb({}, Bias::none)), 1e-6);
  EXPECT_GT(error({}, ridge({}, 1e-4, Bias::none)), 0.4);
  double last = 0.5;
  for (const double lambda : {0.001, 0.01, 0.1, 1.0, 10.0}) {
    const double now = error({}, ridge({}, lambda, Bias::none));
    EXPECT_LT(now, last);
    last = now;
  }
}

namespace {

/// Mean and standard error over data sets of the error of ridge regression, N = 120, P = alpha N.
std::pair<double, double> simulated_ridge(const Mixture& mixture, double lambda, Bias bias, int sets) {
  const int n = 120, patterns = static_cast<int>(mixture.load * n);
  double sum = 0, squares = 0;
  for (int set = 0; set < sets; ++set) {
    Eigen::MatrixXd x(patterns, n + (bias == Bias::none ? 0 : 1));
    Eigen::VectorXd y(patterns);
    for (int a = 0; a < patterns; ++a) {
      const auto row = static_cast<std::uint64_t>(a), replica = static_cast<std::uint64_t>(set);
      y(a) = noise_words(5, Purpose::labels, replica, 1, row, 0)[0] * 0x1p-32 < mixture.positive ? 1 : -1;
      for (int i = 0; i < n; ++i)  // v = (1, ..., 1)
        x(a, i) = (y(a) / std::sqrt(n) + std::sqrt(mixture.noise) *
                                             noise(5, Purpose::data, replica, 30, row, static_cast<std::uint64_t>(i))) /
                  std::sqrt(n);
      if (bias != Bias::none) x(a, n) = 1;
    }
    Eigen::MatrixXd normal = x.transpose() * x;
    normal.topLeftCorner(n, n).diagonal().array() += lambda;
    const Eigen::VectorXd w = normal.ldlt().solve(x.transpose() * y);
    const Classifier found = {w.head(n).sum() / n, std::sqrt(mixture.noise * w.head(n).squaredNorm() / n),
                              bias == Bias::none ? 0 : w(n)};
    const double each = error(mixture, bias == Bias::optimal ? with_optimal_bias(mixture, found) : found);
    sum += each;
    squares += each * each;
  }
  const double mean = sum / sets;
  return {mean, std::sqrt((squares / sets - mean * mean) / sets)};
}

}  // namespace

TEST(Mixture, RidgeIsWhatSimulatedRegressionsGive) {
  // At finite N the mean differs from the limit by O(1/N) = 0.008 times a number of order 1: 0.006 allows for it.
  const struct {
    Mixture mixture;
    double lambda;
    Bias bias;
  } rows[] = {{{1, 1, 0.5}, 1, Bias::none},
              {{1, 1, 0.5}, 0.1, Bias::none},
              {{2, 0.5, 0.2}, 0.3, Bias::fitted},
              {{1, 1, 0.2}, 1, Bias::optimal},
              {{0.5, 1, 0.3}, 0.1, Bias::fitted}};
  for (const auto& [mixture, lambda, bias] : rows) {
    const auto [mean, error_of_mean] = simulated_ridge(mixture, lambda, bias, 60);
    EXPECT_NEAR(mean, error(mixture, ridge(mixture, lambda, bias)), 4 * error_of_mean + 0.006)
        << lambda << ' ' << name(bias);
  }
}

TEST(Mixture, HebbReachesBayesOverManyDataSets) {
  // w = sum of y x at N = 2000, drawn from its exact law: P + sqrt(P Delta) z along v, sqrt(P Delta) z across; 400
  // sets.
  const Mixture mixture{};
  const double n = 2000, patterns = mixture.load * n;
  double sum = 0, squares = 0;
  const int sets = 400;
  for (int set = 0; set < sets; ++set) {
    const auto replica = static_cast<std::uint64_t>(set);
    const double along = patterns + std::sqrt(patterns * mixture.noise) * noise(6, Purpose::data, replica, 500, 0, 0);
    double square = along * along;
    for (std::uint64_t i = 1; i < 2000; ++i) {
      const double z = noise(6, Purpose::data, replica, 500, 0, i);
      square += patterns * mixture.noise * z * z;
    }
    const double each = error(mixture, {along / std::sqrt(n), std::sqrt(mixture.noise * square / n), 0});
    sum += each;
    squares += each * each;
  }
  const double mean = sum / sets, deviation = std::sqrt((squares / sets - mean * mean) / sets);
  // The bias from the curvature of H is of order 1/N = 5e-4.
  EXPECT_NEAR(mean, error(mixture, bayes(mixture)), 4 * deviation + 5e-4);
  EXPECT_LT(deviation, 1e-3);
}

}  // namespace replicas::theory
