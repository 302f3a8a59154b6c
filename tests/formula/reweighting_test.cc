// Reweighting of losses whose law is known at every temperature: Gamma(d / 2, scale T).
#include "observe/reweighting.h"

#include <gtest/gtest.h>

#include <cmath>

#include "observe/distributions.h"

namespace replicas {
namespace {

constexpr double dimension = 20;

/// Expected counts, not drawn ones: what remains is the error of the method.
LossHistograms gamma_losses(const std::vector<double>& temperatures) {
  LossHistograms histograms{temperatures, {}, {}};
  constexpr int bins = 4000;
  const double low = std::log(temperatures.front() * 0.5), high = std::log(temperatures.back() * 60);
  for (int b = 0; b < bins; ++b) histograms.loss.push_back(std::exp(low + (high - low) * (b + 0.5) / bins));
  for (const double t : temperatures) {
    std::vector<double>& counts = histograms.counts.emplace_back();
    for (const double loss : histograms.loss)
      counts.push_back(1e4 * gamma_density(loss, dimension / 2, t) * loss * (high - low) / bins);
  }
  return histograms;
}

TEST(Reweighting, GivesTheCurveBetweenTheRungs) {
  const Reweighting reweighting(gamma_losses({1e-3, 2e-3, 4e-3}));
  ASSERT_TRUE(reweighting.converged());
  for (const double t : {1e-3, 1.3e-3, 1.7e-3, 2e-3, 3e-3, 4e-3}) {
    EXPECT_NEAR(reweighting.at(t).loss, dimension / 2 * t, 1e-4 * dimension * t);
    EXPECT_NEAR(reweighting.at(t).variance, dimension / 2 * t * t, 3e-4 * dimension * t * t);
    // Z = T^(d/2): S = d/2 (ln T + 1)
    EXPECT_NEAR(reweighting.entropy(t) - reweighting.entropy(1e-3), dimension / 2 * std::log(t / 1e-3), 1e-3);
    EXPECT_NEAR(reweighting.log_z(t) - reweighting.log_z(1e-3), dimension / 2 * std::log(t / 1e-3), 1e-3);
  }
}

TEST(Reweighting, AWrongTemperatureShows) {
  LossHistograms histograms = gamma_losses({1e-3, 2e-3, 4e-3});
  histograms.temperatures[1] = 2.2e-3;  // a planted bug: the middle rung was hotter than it says
  const Reweighting reweighting(histograms);
  EXPECT_GT(std::fabs(reweighting.at(2.2e-3).loss / (dimension / 2 * 2.2e-3) - 1), 0.02);
}

}  // namespace
}  // namespace replicas
