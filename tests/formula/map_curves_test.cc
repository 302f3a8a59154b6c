// Columns and curves of a curvature map that is written by hand, and what is said of it at each threshold.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "formula/hand_made.h"
#include "formula/judged.h"
#include "observe/observables/curves.h"

namespace replicas {
namespace {

using enum Verdict::Kind;

/// Widening of a standard error for 2 degrees of freedom: t.interval of SciPy 1.17 at erf(1 / sqrt 2).
constexpr double widening_2 = 1.3212774;

const Curve& named(const std::vector<Curve>& curves, const std::string& name) {
  const auto found = std::ranges::find(curves, name, &Curve::name);
  require(found != curves.end(), ErrorKind::internal, "no curve {}", name);
  return *found;
}

/// Three replicas at T = 2 with eta = 0.1; replica r has (r + 1) times the numbers of the first. Seven directions, of
/// which the columns are means over the six stiffest.
struct HandMadeMap : testing::Test {
  Measurements run = hand_made(3, {2.0});
  CurvatureMap map;
  HandMadeMap() {
    run.ensemble.dynamics.step_sizes = {0.1};
    map.window_steps = {100, 300};
    for (const double k : {1.0, 2.0, 3.0}) {
      ReplicaCurvature& replica = map.replicas.emplace_back();
      replica.top = {8 * k, 4 * k};
      replica.top_residual = 0.01 * k;
      replica.density.assign(curvature_bins.count, k);
      replica.negative_trace = -k;
      replica.gauss_newton = 5 * k;
      replica.rest_trace = 0.5 * k;
      replica.stiff_curvature = {6, 5, 4, 3, 2, 1, 0.5};
      for (const double h : replica.stiff_curvature) {
        replica.stiff_variance.push_back(k / h);
        replica.stiff_kurtosis.push_back(-0.1 * k * h);
      }
      replica.window_ratio = {k, 2 * k};
      replica.activity.assign(activity_bins.count, 10 * k);
      replica.margins.assign(margin_bins.count, 20 * k);
    }
  }
  double value(const char* name) { return evaluated(name, Digest(run, &map)).values[0]; }
};

TEST_F(HandMadeMap, ColumnsAreMeansOverSixDirectionsAndReplicas) {
  EXPECT_NEAR(value("stiff_ratio"), (1 + 2 + 3) / 3.0 / 2, 1e-12);  // var(x) <h> / T = k / 2
  EXPECT_NEAR(value("stiff_kurtosis"), -0.1 * 2 * (6 + 5 + 4 + 3 + 2 + 1) / 6.0, 1e-12);
  EXPECT_NEAR(value("gauss_newton_trace"), 10, 1e-12);
  EXPECT_NEAR(value("rest_trace"), 1, 1e-12);
  EXPECT_NEAR(value("negative_trace"), -2, 1e-12);
  EXPECT_NEAR(value("eigenvalue_residual"), 0.03, 1e-12);
  run.divergences = {{2, 5}};
  EXPECT_NEAR(value("gauss_newton_trace"), 7.5, 1e-12);
  map.replicas[0].stiff_variance[5] = std::nan("");  // a Hessian of few directions
  EXPECT_NEAR(value("stiff_ratio"), (1 + 2) / 2.0 / 2, 1e-12);
}

TEST_F(HandMadeMap, CurvesAreMeansOverReplicasWithStudentsErrors) {
  for (const Update update : {Update::em, Update::lm}) {
    run.ensemble.dynamics.update = update;
    const std::vector<Curve> curves = map_curves(Digest(run, &map));
    const auto expect = [&](const char* name, std::size_t at, double mean, double deviation) {
      EXPECT_NEAR(named(curves, name).values[at], mean, 1e-9) << name;
      EXPECT_NEAR(named(curves, std::string(name) + "_error").values[at], widening_2 * deviation / std::sqrt(3.0), 1e-6)
          << name;
    };
    // Of numbers k, k = 1, 2, 3, the mean is 2 and the standard deviation 1; of 1/k they are 11/18 and 0.3469443.
    expect("direction_ratio", 3, 2 / 2.0, 1 / 2.0);
    expect("direction_kurtosis", 1, -1, 0.5);
    expect("direction_curvature", 6, 0.5, 0);
    expect("direction_variance", 4, 2 / 2.0, 1 / 2.0);
    expect("direction_variance_predicted", 0, update == Update::em ? 2 / 6.0 / (1 - 0.1 * 6 / 2) : 2 / 6.0, 0);
    expect("effective_curvature", 2, 2 * 4 * 11.0 / 18, 8 * 0.3469443);
    expect("window_ratio", 1, 4, 2);
    expect("hessian_eigenvalues", 1, 8, 4);
    expect("hessian_density", 20, 2, 1);
    expect("log_activity", 20, 20, 10);
    expect("margins", 20, 40, 20);
    EXPECT_EQ(named(curves, "window_ratio").axis().values, (std::vector<double>{100, 300}));
    EXPECT_EQ(named(curves, "hessian_eigenvalues").axis().values, (std::vector<double>{1, 2}));
    EXPECT_EQ(named(curves, "direction_ratio").axis().values, (std::vector<double>{1, 2, 3, 4, 5, 6, 7}));
    EXPECT_NEAR(named(curves, "hessian_density").axis().values[0], -10 + 0.125, 1e-12);
    EXPECT_NEAR(named(curves, "log_activity").axis().values[67], -12 + 67.5 * 0.25, 1e-12);
    EXPECT_NEAR(named(curves, "margins").axis().values[1], -10 + 0.75, 1e-12);
  }
  EXPECT_TRUE(map_curves(Digest(run)).empty());
}

TEST_F(HandMadeMap, DirectionsOfTheFirstReplicaAreKept) {
  const std::size_t n = run.ensemble.weights();
  for (std::size_t i = 0; i < 7 * n; ++i) map.replicas[0].axes.push_back(static_cast<float>(i));
  const std::vector<Curve> curves = map_curves(Digest(run, &map));
  const Curve& vectors = named(curves, "direction_vector");
  EXPECT_EQ(vectors.values.size(), 7 * n);
  EXPECT_EQ(vectors.values[2 * n + 5], static_cast<double>(2 * n + 5));
  EXPECT_EQ(vectors.axes[1].values.size(), 7u);
  EXPECT_EQ(vectors.axis().values[n - 1], static_cast<double>(n - 1));
}

TEST(Bins, TakeWhatLiesBeyondIntoTheirEnds) {
  const Bins bins{-1, 0.5, 4};
  EXPECT_EQ(bins.of(-7), 0u);
  EXPECT_EQ(bins.of(-0.51), 0u);
  EXPECT_EQ(bins.of(-0.49), 1u);
  EXPECT_EQ(bins.of(0.99), 3u);
  EXPECT_EQ(bins.of(1e9), 3u);
  EXPECT_EQ(bins.middles(), (std::vector<double>{-0.75, -0.25, 0.25, 0.75}));
}

TEST(BowlThreshold, IsThreeErrorsAndATwentiethOfATenth) {
  const auto said = [](double ratio, double error) {
    return sentence_of(judged(judge_map, {column("stiff_ratio", {1, ratio, 1}, {error, error, error}),
                                          column("stiff_kurtosis", {-0.1, -0.2, -0.3}, {0, 0, 0})}),
                       "curvature_map", good);
  };
  EXPECT_TRUE(said(1.0499, 0.01).starts_with("As in a quadratic bowl")) << said(1.0499, 0.01);
  EXPECT_NE(said(1.0501, 0.01)
                .find("Not a quadratic bowl at T = 0.002: over the whole run, along the stiffest "
                      "directions, var(x) <h> / T is 1 to 1.05 and the excess kurtosis -0.3 to -0.1"),
            std::string::npos);
  EXPECT_NE(said(0.9499, 0.01).find("Not a quadratic bowl at T = 0.002"), std::string::npos);
  Measurements run = sound_run();
  const auto verdicts = [&] {
    return judged(judge_map, {column("stiff_ratio", 2, 0.01), column("stiff_kurtosis", 0, 0)}, run);
  };
  set_network(run.ensemble, Network({3, 4, 3}, Activation::relu));
  EXPECT_NE(sentence_of(verdicts(), "curvature_map", note).find("With kinks"), std::string::npos);
  run.ensemble.confinement.kind = Confinement::Kind::none;
  EXPECT_NE(sentence_of(verdicts(), "curvature_map", failure).find("Use <prior>"), std::string::npos);
}

Curve curve(const char* name, std::vector<double> axis, std::vector<double> values) {
  Curve result;
  result.name = name;
  result.axes = {{.name = "window_steps", .values = std::move(axis)}};
  result.values = std::move(values);
  return result;
}

TEST(BowlThreshold, DirectionsTurnWhereTheWholeRunShowsTwiceWhatAWindowDoes) {
  const auto said = [](double whole) {
    const Measurements run = sound_run();
    Results results;
    results.columns = {column("stiff_ratio", 3, 0.01), column("stiff_kurtosis", 0, 0)};
    results.curves = {curve("window_ratio", {400, 1200}, {1, 1, 1.5, whole, 2, 2})};
    return sentence_of(judge_map(Digest(run), results), "curvature_map", good);
  };
  EXPECT_EQ(said(3.99).find("turn"), std::string::npos);
  EXPECT_NE(said(4).find("on windows of 400 steps it is 1 to 2, so over the run the stiff directions turn"),
            std::string::npos);
}

TEST(SpectrumThreshold, IsThirtyTwoSamplesAndAQuarterOfThreeShares) {
  Measurements run = sound_run();
  const auto said = [&](std::size_t samples, double off) {
    run.weight_samples.resize(samples);
    for (WeightSample& sample : run.weight_samples) sample[recorded::weights] = {1};
    Results results;
    const std::vector<double> walk = {6, 2, 1, 6, 2, 1, 6, 2, 1};
    std::vector<double> seen = {1, 1, 1, 6, 2, 1 * off, 1, 1, 1};
    results.curves = {curve("covariance_spectrum", {1, 2, 3}, seen),
                      curve("covariance_spectrum_random_walk", {1, 2, 3}, walk)};
    return sentence_of(judge_map(Digest(run), results), "covariance_spectrum", note);
  };
  // No gauge modes and no losses are in these samples: what the judge asks is whether weights were kept.
  EXPECT_NE(said(31, 1).find("31 samples of the weights per replica show at most 30 eigenvalues of 31"),
            std::string::npos);
  EXPECT_NE(said(32, 1.249).find("free random walk at T = 0.002:"), std::string::npos);
  EXPECT_EQ(said(32, 1.251), "");
  EXPECT_NE(said(32, 0.751), "");
  EXPECT_EQ(said(32, 0.749), "");
}

// N = 31 weights: a cloud of variance v is 31 v wide, beside a trace of 31.
TEST(BasinsThreshold, IsThreeTimesTheWidthWithin) {
  const auto said = [](double ratio) {
    const Measurements run = sound_run();
    Results results;
    results.curves = {curve("covariance_spectrum", {1, 2}, {21, 10, 21, 10, 21, 10}),
                      curve("cloud_variance", {10, 20}, {9, 1, 9, ratio, 9, 1})};
    return sentence_of(judge_map(Digest(run), results), "basins", note);
  };
  EXPECT_EQ(said(2.99), "");
  EXPECT_NE(
      said(3.01).find("different basins at T = 0.002: the variance over replicas is up to 3.01 times that within one "
                      "(T = 0.002)"),
      std::string::npos);
}

/// d_mean against min(N, P x outputs) = min(31, 18), with an L0 of known error.
TEST(GroundThreshold, OfTheDimensionIsItsRankAndTwiceThat) {
  const auto said = [](double d_mean, double error, double ground_error, Verdict::Kind kind) {
    const Measurements run = sound_run();
    Digest digest(run);
    digest.ground[0] = {.origin = GroundLoss::descent, .value = 0, .error = ground_error};
    Results results;
    results.columns = {column("d_mean", {10, d_mean, 10}, {0.1, error, 0.1})};
    return sentence_of(judge_ground_loss(digest, results), "dimension", kind);
  };
  EXPECT_EQ(said(18.29, 0.1, 0, note), "");
  EXPECT_NE(said(18.31, 0.1, 0, note).find("above min(N, P x outputs) = 18 at T = 0.002 (18.31 at T = 0.002)"),
            std::string::npos);
  EXPECT_EQ(said(35.9, 0.1, 0, failure), "");
  EXPECT_NE(said(36.1, 0.1, 0, failure).find("above twice min(N, P x outputs) = 18 at T = 0.002"), std::string::npos);
  // An error of L0 moves d_mean by 2 e / T = 1000 e: half of what is too much, 1, is 0.001.
  EXPECT_EQ(said(20, 0.1, 0.00099, failure), "");
  EXPECT_NE(said(20, 0.1, 0.00101, failure).find("the error of L0 explains it"), std::string::npos);
  EXPECT_EQ(said(20, 0.99, 0.00101, failure), "");
  EXPECT_NE(said(20, 1.01, 0.00101, failure), "");
}

TEST(GroundThreshold, OfALossBelowItIsThreeErrors) {
  const auto said = [](double d_mean) {
    const Measurements run = sound_run();
    Results results;
    results.columns = {column("d_mean", {10, d_mean, 10}, {0.1, 0.1, 0.1})};
    return sentence_of(judge_ground_loss(Digest(run), results), "ground_loss", failure);
  };
  EXPECT_EQ(said(-0.299), "");
  EXPECT_NE(said(-0.301).find("<L> is below L0 at T = 0.002 (d_mean -0.301, llc -0.15 at T = 0.002): L0 is too high"),
            std::string::npos);
}

}  // namespace
}  // namespace replicas
