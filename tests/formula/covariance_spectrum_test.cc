#include "engine/spectra.h"

#include <gtest/gtest.h>

#include <cmath>
#include <numeric>

#include "observe/statistics/spectrum_references.h"
#include "oracle_rows.h"
#include "physics/noise.h"

namespace replicas {
namespace {

std::vector<float> normal_points(std::size_t points, std::size_t dimensions, std::uint64_t seed) {
  std::vector<float> all(points * dimensions);
  for (std::size_t i = 0; i < all.size(); ++i) all[i] = noise(seed, Purpose::bootstrap, 0, all.size(), 0, i);
  return all;
}

std::vector<double> covariance_spectrum(const std::vector<float>& points, std::size_t dimensions) {
  return covariance_spectra(points, points.size() / dimensions, dimensions, 1);
}

double sum(const std::vector<double>& values) { return std::accumulate(values.begin(), values.end(), 0.0); }

TEST(CovarianceSpectrum, OfPointsOnTwoLines) {
  // (+-3, 0, 0) and (0, +-1, 0) about (5, 6, 7): eigenvalues 18/3, 2/3, 0.
  const std::vector<float> points = {8, 6, 7, 2, 6, 7, 5, 7, 7, 5, 5, 7};
  const std::vector<double> spectrum = covariance_spectrum(points, 3);
  ASSERT_EQ(spectrum.size(), 3u);
  EXPECT_NEAR(spectrum[0], 6, 1e-12);
  EXPECT_NEAR(spectrum[1], 2.0 / 3, 1e-12);
  EXPECT_NEAR(spectrum[2], 0, 1e-12);
  EXPECT_TRUE(covariance_spectrum(std::vector<float>{1, 2, 3}, 3).empty());
}

TEST(CovarianceSpectrum, GramAndCovarianceAgree) {
  const std::vector<float> points = normal_points(20, 30, 1);  // Gram
  std::vector<float> padded;                                   // the same cloud seen in fewer dimensions than points
  const std::vector<double> wide = covariance_spectrum(points, 30);
  ASSERT_EQ(wide.size(), 19u);
  double trace = 0;
  for (std::size_t d = 0; d < 30; ++d) {
    double mean = 0, squares = 0;
    for (std::size_t p = 0; p < 20; ++p) mean += points[p * 30 + d] / 20.0;
    for (std::size_t p = 0; p < 20; ++p) squares += std::pow(points[p * 30 + d] - mean, 2);
    trace += squares / 19;
  }
  EXPECT_NEAR(sum(wide), trace, 1e-9 * trace);
  // Every point twice: 40 points in 30 dimensions take the other path; divided by 39 instead of 19, squares doubled.
  for (int copy = 0; copy < 2; ++copy) padded.insert(padded.end(), points.begin(), points.end());
  const std::vector<double> narrow = covariance_spectrum(padded, 30);
  ASSERT_EQ(narrow.size(), 30u);
  for (std::size_t i = 0; i < 19; ++i) EXPECT_NEAR(narrow[i] * 39 / 38, wide[i], 1e-9 * wide[0]);
  for (std::size_t i = 19; i < 30; ++i) EXPECT_NEAR(narrow[i], 0, 1e-9 * wide[0]);
}

TEST(CovarianceSpectrum, IsotropicCloudLiesWhereMarchenkoPasturSays) {
  for (const auto& row : oracle_rows("marchenko_pastur")) {
    const auto weights = row.at("params").at("weights").get<std::size_t>();
    const auto points = row.at("params").at("replicas").get<std::size_t>();
    const auto& values = row.at("values");
    const MarchenkoPastur law = marchenko_pastur(static_cast<double>(weights), static_cast<double>(points));
    EXPECT_NEAR(law.lowest, values.at("edge_low"), 1e-8);
    EXPECT_NEAR(law.highest, values.at("edge_high"), 1e-8);
    EXPECT_NEAR(law.mean_square, values.at("mean_trS2_over_P"), 1e-8);
    if (weights > 200) continue;  // dear
    const std::vector<double> spectrum = covariance_spectrum(normal_points(points, weights, 7), weights);
    ASSERT_EQ(spectrum.size(), weights);
    // The mean is removed and the divisor is points - 1: R - 1 takes the place of R. Limit of false alarms 1e-6.
    EXPECT_LT(spectrum.front(), values.at("lambda_max_limit_1e6").get<double>() * 1.01);
    EXPECT_GT(spectrum.front(), law.highest * 0.8);
    EXPECT_NEAR(sum(spectrum) / static_cast<double>(weights), 1,
                5.73 * values.at("sd_trS_over_P").get<double>() * 1.01);
  }
}

/// Each eigenvalue of an isotropic cloud near its quantile: they are rigid, so a mean over clouds settles fast.
TEST(CovarianceSpectrum, IsotropicCloudFollowsTheQuantilesOfMarchenkoPastur) {
  for (const auto& [weights, points] : {std::pair<std::size_t, std::size_t>{300, 31}, {20, 101}, {40, 41}}) {
    const std::vector<double> law = marchenko_pastur_spectrum(weights, points - 1);
    ASSERT_EQ(law.size(), std::min(weights, points - 1));
    EXPECT_NEAR(sum(law), static_cast<double>(weights), 0.01 * static_cast<double>(weights));  // the trace
    std::vector<double> mean(law.size(), 0.0);
    constexpr int clouds = 40;
    for (int c = 0; c < clouds; ++c) {
      const std::vector<double> one = covariance_spectrum(normal_points(points, weights, 100 + c), weights);
      for (std::size_t k = 0; k < law.size(); ++k) mean[k] += one[k] / clouds;
    }
    // The edge is known to the scale of Tracy and Widom; the bulk to far less than a spacing.
    for (std::size_t k = 0; k < law.size(); ++k) EXPECT_NEAR(mean[k], law[k], 0.06 * law.front()) << k;
  }
}

TEST(CovarianceSpectrum, FreeRandomWalkHasTheKnownShape) {
  for (const auto& row : oracle_rows("random_walk_pca")) {
    const auto& steps = row.at("params").at("steps");
    const std::size_t n = steps.is_null() ? 2000000 : steps.get<std::size_t>();
    const std::vector<double> shape = random_walk_spectrum(n);
    const auto& ratios = row.at("values").at("explained_ratio");
    ASSERT_EQ(shape.size(), n - 1);
    for (std::size_t k = 0; k < ratios.size(); ++k) EXPECT_NEAR(shape[k], ratios[k].get<double>(), 5e-7);
    EXPECT_NEAR(sum(shape), 1, 1e-9);
  }
  // And a walk really has it: relative deviation of the first ratio 0.60 / sqrt(weights) (oracle).
  constexpr std::size_t dimensions = 900, steps = 200;
  std::vector<float> walk = normal_points(steps, dimensions, 9);
  for (std::size_t i = dimensions; i < walk.size(); ++i) walk[i] += walk[i - dimensions];
  const std::vector<double> spectrum = covariance_spectrum(walk, dimensions);
  const std::vector<double> shape = random_walk_spectrum(steps);
  EXPECT_NEAR(spectrum[0] / sum(spectrum) / shape[0], 1, 5.73 * 0.60 / std::sqrt(900.0));
}

}  // namespace
}  // namespace replicas
