// Known answers of R package posterior 1.4.0 on data that any language can make (oracle rhat_ess).
#include <gtest/gtest.h>

#include <cmath>
#include <cstdint>
#include <limits>

#include "observe/statistics/autocorrelation.h"
#include "observe/statistics/convergence.h"
#include "observe/statistics/moments.h"
#include "oracle_rows.h"

namespace replicas {
namespace {

std::vector<double> oracle_chain(std::uint64_t seed, double phi, int n) {
  std::uint64_t x = seed;
  double s = 0;
  std::vector<double> chain;
  for (int i = 0; i < 100 + n; ++i) {
    double z = -6;
    for (int k = 0; k < 12; ++k) {
      x = x * 6364136223846793005u + 1442695040888963407u;
      z += static_cast<double>(x >> 40) * 0x1p-24;
    }
    s = phi * s + z;
    if (i >= 100) chain.push_back(s);
  }
  return chain;
}

Chains oracle_chains(const nlohmann::json& params) {
  Chains chains;
  for (std::uint64_t seed = 1; seed <= params.at("chains").get<std::uint64_t>(); ++seed)
    chains.push_back(oracle_chain(seed, params.at("phi"), params.at("n")));
  for (double& value : chains.back()) value += params.at("shift_chain4").get<double>();
  return chains;
}

void expect_relative(double value, double expected, const std::string& what) {
  EXPECT_NEAR(value / expected, 1, 1e-9) << what;
}

TEST(RhatAndEss, AgreeWithPosterior) {
  int rows = 0;
  for (const auto& row : oracle_rows("rhat_ess")) {
    if (!row.at("params").contains("phi")) continue;
    ++rows;
    const auto& values = row.at("values");
    const std::string id = row.at("id");
    const Chains chains = oracle_chains(row.at("params"));
    expect_relative(chains.front().front(), values.at("first_of_chain1"), id + " first");
    expect_relative(chains.back().back(), values.at("last_of_chain4"), id + " last");
    expect_relative(rhat(chains), values.at("rhat"), id + " rhat");
    expect_relative(rhat_basic(chains), values.at("rhat_basic"), id + " rhat_basic");
    expect_relative(ess_bulk(chains), values.at("ess_bulk"), id + " ess_bulk");
    expect_relative(ess_mean(chains), values.at("ess_mean"), id + " ess_mean");
    if (!values.contains("chain1_rhat")) continue;
    const Chains one = {chains.front()};
    expect_relative(rhat(one), values.at("chain1_rhat"), id + " chain1_rhat");
    expect_relative(ess_bulk(one), values.at("chain1_ess_bulk"), id + " chain1_ess_bulk");
  }
  EXPECT_EQ(rows, 5);
}

TEST(RhatAndEss, AutocorrelationTimeOfOneChain) {
  for (const auto& row : oracle_rows("rhat_ess")) {
    const auto& values = row.at("values");
    if (!values.contains("chain1_sokal_tau")) continue;
    const std::vector<double> chain = oracle_chain(1, row.at("params").at("phi"), row.at("params").at("n"));
    Moments moments;
    for (const double x : chain) moments.add(x);
    std::vector<double> rho = autocovariance(chain, moments.mean, chain.size());
    const double variance = rho[0];
    for (double& r : rho) r /= variance;
    const AutocorrelationTime time = autocorrelation_time(rho);
    expect_relative(time.tau, values.at("chain1_sokal_tau"), row.at("id"));
    EXPECT_TRUE(time.converged);
    const std::size_t window = values.value("chain1_sokal_window", time.window);
    EXPECT_EQ(time.window, window);
  }
}

TEST(RhatAndEss, AreNotAvailableWhereTheyMeanNothing) {
  const Chains good = {oracle_chain(1, 0.5, 20), oracle_chain(2, 0.5, 20)};
  EXPECT_TRUE(std::isfinite(rhat(good)) && std::isfinite(ess_bulk(good)));
  const auto spoiled = [&](double value) {
    Chains chains = good;
    chains[1][7] = value;
    return chains;
  };
  for (const Chains& chains :
       {spoiled(std::numeric_limits<double>::quiet_NaN()), spoiled(std::numeric_limits<double>::infinity()),
        Chains{good[0], std::vector<double>(20, 1.5)}, Chains{{1, 2, 3}, {2, 1, 4}}, Chains{}}) {
    EXPECT_TRUE(std::isnan(rhat(chains)));
    EXPECT_TRUE(std::isnan(rhat_basic(chains)));
    EXPECT_TRUE(std::isnan(ess_bulk(chains)));
    EXPECT_TRUE(std::isnan(ess_mean(chains)));
  }
  EXPECT_TRUE(std::isfinite(rhat({{1, 2, 3, 5}, {2, 1, 4, 3}})));
  EXPECT_TRUE(std::isnan(ess_bulk({{1, 2, 3, 5}, {2, 1, 4, 3}})));
}

TEST(RhatAndEss, TiesShareTheirAverageRank) {
  const Chains scores = rank_normalised({{1, 2, 2, 3}});
  EXPECT_EQ(scores[0][1], scores[0][2]);
  EXPECT_NEAR(scores[0][1], 0, 1e-15);  // ranks 2 and 3 of 4: the middle
  EXPECT_NEAR(scores[0][0], -scores[0][3], 1e-15);
}

}  // namespace
}  // namespace replicas
