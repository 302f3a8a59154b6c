// Curves of sampled weights that lie on a line, so that each spectrum has one eigenvalue, which is a variance.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <numeric>

#include "formula/hand_made.h"
#include "observe/observables/curves.h"
#include "observe/statistics/spectrum_references.h"

namespace replicas {
namespace {

/// Widening of a standard error for 2 and 3 degrees of freedom: t.interval of SciPy 1.17 at erf(1 / sqrt 2).
constexpr double widening_2 = 1.3212774, widening_3 = 1.1968814, widening_sets = 1.3116185;

/// One weight sample every 10 steps, with every weight of replica r equal to place(r, sample).
template <class Place>
void add_weights(Measurements& run, std::size_t samples, Place place) {
  const std::size_t n = run.ensemble.weights();
  for (std::size_t i = 0; i < samples; ++i) {
    WeightSample& sample = run.weight_samples.emplace_back();
    sample.step = 10 * (i + 1);
    for (std::size_t r = 0; r < run.ensemble.replica_count(); ++r)
      sample[recorded::weights].insert(sample[recorded::weights].end(), n, static_cast<float>(place(r, i)));
  }
}

const Curve& named(const std::vector<Curve>& curves, const std::string& name) {
  const auto found = std::ranges::find(curves, name, &Curve::name);
  require(found != curves.end(), ErrorKind::internal, "no curve {}", name);
  return *found;
}

// Replica r moves by (r + 1) per sample: |w(t0 + t) - w(t0)|^2 / N = (r + 1)^2 lag^2, whatever the lag is in steps.
// Over the three replicas the mean is 14/3 lag^2, and (1, 4, 9) have the variance (121 + 4 + 169) / 9 / 2 = 49/3.
TEST(Displacement, OfStraightPathsGrowsWithTheSquareOfTheLag) {
  Measurements run = hand_made(3, {1.0, 2.0});
  add_weights(run, 5, [](std::size_t r, std::size_t i) {
    return (static_cast<double>(r % 3) + 1) * static_cast<double>(i) + 0.5;
  });
  const std::vector<Curve> curves = displacement_curves(Digest(run), 1);
  const Curve &mean = named(curves, "weight_displacement"), &error = named(curves, "weight_displacement_error");
  EXPECT_EQ(mean.axis().values, (std::vector<double>{10, 20, 30, 40}));
  for (std::size_t t = 0; t < 2; ++t)
    for (std::size_t k = 0; k < 4; ++k) {
      const double lag2 = std::pow(static_cast<double>(k) + 1, 2);
      EXPECT_NEAR(mean.values[t * 4 + k], 14.0 / 3 * lag2, 1e-9);
      EXPECT_NEAR(error.values[t * 4 + k], widening_2 * std::sqrt(49.0 / 3 / 3) * lag2, 1e-5 * lag2);
    }
}

// A path that turns back: origins 0, 1, 2, 3 of lag 1 move by 1, 1, -2, 0, so the mean square is 6/4; of lag 4, by 0.
TEST(Displacement, IsAMeanOverOrigins) {
  Measurements run = hand_made(3, {1.0});
  const double path[] = {0, 1, 2, 0, 0};
  add_weights(run, 5, [&](std::size_t, std::size_t i) { return path[i]; });
  const std::vector<Curve> curves = displacement_curves(Digest(run), 1);
  EXPECT_NEAR(named(curves, "weight_displacement").values[0], 1.5, 1e-12);
  EXPECT_NEAR(named(curves, "weight_displacement").values[3], 0, 1e-12);
}

// Places 0, 1, 2, 5 have the variance 14/3, and without one of them 13/3, 19/3, 7 and 1, which the jackknife makes
// (3/4) (1/9 + 25/9 + 49/9 + 121/9) = 49/3 of. Every weight has it, so the one eigenvalue is N times that.
struct FourPlaces : testing::Test {
  Measurements run = hand_made(4, {1.0});
  static constexpr double variance = 14.0 / 3, jackknife = 49.0 / 3;
  double n = static_cast<double>(run.ensemble.weights());
  FourPlaces() {
    const double places[] = {0, 1, 2, 5};
    add_weights(run, 4, [&](std::size_t r, std::size_t i) { return places[r] * static_cast<double>(i + 1); });
  }
};

TEST_F(FourPlaces, CloudVarianceIsTheirs) {
  const std::vector<Curve> curves = displacement_curves(Digest(run), 1);
  const Curve &value = named(curves, "cloud_variance"), &error = named(curves, "cloud_variance_error");
  EXPECT_EQ(value.axis().values, (std::vector<double>{10, 20, 30, 40}));
  for (std::size_t i = 0; i < 4; ++i) {
    const double scale = std::pow(static_cast<double>(i) + 1, 2);
    EXPECT_NEAR(value.values[i], variance * scale, 1e-9);
    EXPECT_NEAR(error.values[i], widening_3 * std::sqrt(jackknife) * scale, 1e-4);
  }
}

TEST_F(FourPlaces, CloudSpectrumIsTheirsWithTheErrorOfThreeDegreesOfFreedom) {
  const PlainEngine<float> engine(run.ensemble);
  const std::vector<Curve> curves = cloud_curves(Digest(run), engine);
  const Curve &value = named(curves, "cloud_spectrum"), &error = named(curves, "cloud_spectrum_error");
  const Curve& null = named(curves, "cloud_spectrum_marchenko_pastur");
  ASSERT_EQ(value.axis().values, (std::vector<double>{1, 2, 3}));  // eigenvalues of four points
  ASSERT_EQ(value.axes[1].values, (std::vector<double>{10, 20, 30, 40}));
  const std::vector<double> law = marchenko_pastur_spectrum(31, 3);
  const double trace_of_law = std::accumulate(law.begin(), law.end(), 0.0);
  for (std::size_t i = 0; i < 4; ++i) {
    const double scale = n * std::pow(static_cast<double>(i) + 1, 2);
    EXPECT_NEAR(value.values[3 * i], variance * scale, 1e-6 * scale);
    EXPECT_NEAR(value.values[3 * i + 1], 0, 1e-6 * scale);
    EXPECT_NEAR(error.values[3 * i], widening_3 * std::sqrt(jackknife) * scale, 1e-5 * scale);
    for (std::size_t k = 0; k < 3; ++k)
      EXPECT_NEAR(null.values[3 * i + k], variance * scale * law[k] / trace_of_law, 1e-6 * scale);
  }
}

/// Of two data sets the spectra and variances are averaged; each has 3 of the replicas, with 2 degrees of freedom.
TEST(Cloud, OfTwoDataSetsIsTheirMean) {
  Measurements run = hand_made(6, {1.0}, 2);
  // (0, 1, 2) has the variance 1, and without one of them 1/2, 2, 1/2: jackknife (2/3) (1/4 + 1 + 1/4) = 1. The second
  // set is three times as wide: 9 and 81. The mean is 5, its variance (1 + 81) / 4, with 82^2 / ((1 + 81^2) / 2) =
  // 2.0494 degrees of freedom, for which SciPy gives widening_sets.
  add_weights(run, 4, [](std::size_t r, std::size_t) {
    return static_cast<double>(r / 2) * (r % 2 == 0 ? 1.0 : 3.0) + 7.0 * static_cast<double>(r % 2);
  });
  const std::vector<Curve> widths = displacement_curves(Digest(run), 1);
  EXPECT_NEAR(named(widths, "cloud_variance").values[0], 5, 1e-9);
  EXPECT_NEAR(named(widths, "cloud_variance_error").values[0], widening_sets * std::sqrt(82.0 / 4), 1e-5);
  const std::vector<Curve> spectra = cloud_curves(Digest(run), PlainEngine<float>(run.ensemble));
  EXPECT_NEAR(named(spectra, "cloud_spectrum").values[0], 31 * 5.0, 1e-4);
  EXPECT_NEAR(named(spectra, "cloud_spectrum_error").values[0], 31 * widening_sets * std::sqrt(82.0 / 4), 1e-3);
}

// Within each replica the samples lie at c (1, 2, 3, 4), of variance 5/3 c^2, c = 1, 2, 3: the mean is 70/9, and 5/3
// (1, 4, 9) has the variance 25/9 x 49/3. Free diffusion seen four times has eigenvalues as 1 / sin^2(pi k / 8) = 4 + 2
// sqrt 2, 2, 4 - 2 sqrt 2, whose sum is 10.
TEST(CovarianceCurves, OfStraightPathsHaveOneEigenvalueAndTheNullsOfFourSamples) {
  Measurements run = hand_made(3, {1.0});
  add_weights(run, 4,
              [](std::size_t r, std::size_t i) { return (static_cast<double>(r) + 1) * (static_cast<double>(i) + 1); });
  const std::vector<Curve> curves = covariance_curves(Digest(run), PlainEngine<float>(run.ensemble));
  const Curve &value = named(curves, "covariance_spectrum"), &error = named(curves, "covariance_spectrum_error");
  ASSERT_EQ(value.axis().values, (std::vector<double>{1, 2, 3}));
  const double trace = 31 * 70.0 / 9;
  EXPECT_NEAR(value.values[0], trace, 1e-5 * trace);
  EXPECT_NEAR(value.values[1], 0, 1e-5 * trace);
  EXPECT_NEAR(error.values[0], 31 * widening_2 * 5.0 / 3 * std::sqrt(49.0 / 3 / 3), 1e-4 * trace);
  const double walk[] = {0.4 + 0.2 * std::sqrt(2.0), 0.2, 0.4 - 0.2 * std::sqrt(2.0)};
  const std::vector<double> law = marchenko_pastur_spectrum(31, 3);
  const double trace_of_law = std::accumulate(law.begin(), law.end(), 0.0);
  for (std::size_t k = 0; k < 3; ++k) {
    EXPECT_NEAR(named(curves, "covariance_spectrum_random_walk").values[k], trace * walk[k], 1e-5 * trace);
    EXPECT_NEAR(named(curves, "covariance_spectrum_marchenko_pastur").values[k], trace * law[k] / trace_of_law,
                1e-5 * trace);
  }
}

TEST(WeightCurves, LeaveOutADivergedReplicaAndNeedEnoughSamples) {
  Measurements run = hand_made(3, {1.0});
  add_weights(run, 4,
              [](std::size_t r, std::size_t i) { return (static_cast<double>(r) + 1) * (static_cast<double>(i) + 1); });
  run.divergences = {{2, 5}};
  const std::vector<Curve> curves = covariance_curves(Digest(run), PlainEngine<float>(run.ensemble));
  EXPECT_NEAR(named(curves, "covariance_spectrum").values[0], 31 * 5.0 / 3 * 2.5, 1e-2);
  EXPECT_TRUE(std::isnan(named(curves, "covariance_spectrum_error").values[0]));  // of two replicas none is given
  EXPECT_NEAR(named(displacement_curves(Digest(run), 1), "weight_displacement").values[0], 2.5, 1e-9);
  run.weight_samples.resize(3);
  EXPECT_TRUE(displacement_curves(Digest(run), 1).empty());
  run.weight_samples.resize(1);
  EXPECT_TRUE(covariance_curves(Digest(run), PlainEngine<float>(run.ensemble)).empty());
}

}  // namespace
}  // namespace replicas
