#include "observe/statistics/autocorrelation.h"

#include <gtest/gtest.h>

#include <cmath>

#include "oracle_rows.h"
#include "physics/noise.h"

namespace replicas {
namespace {

/// A stationary AR(1) chain x' = phi x + sqrt(1 - phi^2) xi of variance 1.
std::vector<double> ar1(double phi, std::size_t n, std::uint64_t seed) {
  std::vector<double> chain(n);
  double x = 0;
  for (std::size_t i = 0; i < n; ++i) {
    const double xi = static_cast<double>(noise(seed, Purpose::langevin, 0, 1 << 20, 0, i));
    x = i == 0 ? xi : phi * x + std::sqrt(1 - phi * phi) * xi;
    chain[i] = x;
  }
  return chain;
}

TEST(Autocorrelation, FourierAgreesWithTheDirectSum) {
  for (const std::size_t n : {1u, 2u, 7u, 100u, 128u, 1001u}) {
    const std::vector<double> chain = ar1(0.8, n, 3);
    const std::vector<double> fast = autocovariance(chain, 0.25, n + 2);
    ASSERT_EQ(fast.size(), n + 2);
    for (std::size_t k = 0; k < fast.size(); ++k) {
      double direct = 0;
      for (std::size_t i = 0; i + k < n; ++i) direct += (chain[i] - 0.25) * (chain[i + k] - 0.25);
      EXPECT_NEAR(fast[k], direct / static_cast<double>(n), 1e-11);
    }
  }
}

TEST(Autocorrelation, FourierOfASingleWaveIsASingleLine) {
  std::vector<std::complex<double>> wave(16);
  for (std::size_t j = 0; j < 16; ++j) wave[j] = std::polar(1.0, 2 * M_PI * 3 * static_cast<double>(j) / 16);
  fourier_transform(wave);
  for (std::size_t k = 0; k < 16; ++k) EXPECT_NEAR(std::abs(wave[k] - (k == 3 ? 16.0 : 0.0)), 0, 1e-13);
}

TEST(Autocorrelation, TimeOfAnAr1Chain) {
  std::uint64_t seed = 0;
  for (const auto& row : oracle_rows("ar1_tau")) {
    const auto n = row.at("params").at("N").get<std::size_t>();
    if (n > 200000) continue;  // the longer rows say nothing new
    const double tau = row.at("values").at("tau_int"), deviation = row.at("values").at("rel_sd_bound");
    std::vector<double> rho = autocovariance(ar1(row.at("params").at("phi"), n, ++seed), 0, n / 10);
    const double variance = rho[0];
    for (double& r : rho) r /= variance;
    const AutocorrelationTime time = autocorrelation_time(rho);
    EXPECT_TRUE(time.converged);
    // 5 standard deviations and 2 percent for the cut at M = 6 tau (science: "Autocorrelation, ESS, R-hat").
    EXPECT_NEAR(time.tau / tau, 1, 5 * deviation + 0.02) << row.at("id");
  }
}

TEST(Autocorrelation, AWindowThatNeverClosesSaysSo) {
  const AutocorrelationTime time = autocorrelation_time(std::vector<double>(50, 1.0));
  EXPECT_FALSE(time.converged);
  EXPECT_EQ(time.tau, 99);
  EXPECT_TRUE(std::isnan(autocorrelation_time(std::vector<double>{}).tau));
  EXPECT_TRUE(std::isnan(autocorrelation_time(std::vector<double>{NAN, NAN}).tau));
}

}  // namespace
}  // namespace replicas
