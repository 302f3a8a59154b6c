// Curves of losses that are set by hand: blocks and their drift, histograms, autocorrelations, between the rungs.
#include "observe/observables/curves.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <numeric>

#include "formula/hand_made.h"
#include "observe/observables/blocks.h"
#include "observe/statistics/distributions.h"
#include "observe/statistics/jackknife.h"

namespace replicas {
namespace {

/// Widening of a standard error for 2 degrees of freedom: t.interval of SciPy 1.17 at erf(1 / sqrt 2).
constexpr double widening_2 = 1.3212774;

const Curve& named(const std::vector<Curve>& curves, const std::string& name) {
  const auto found = std::ranges::find(curves, name, &Curve::name);
  require(found != curves.end(), ErrorKind::internal, "no curve {}", name);
  return *found;
}

void add_sample(Measurements& run, std::vector<float> loss) {
  const std::vector<float> norms = loss;  // |w|^2 = 10 L
  Sample& sample = run.samples.emplace_back();
  sample.step = run.sample_interval * run.samples.size();
  sample[recorded::loss] = std::move(loss);
  for (const float x : norms) sample[recorded::weight_norm2].push_back(10 * x);
  sample[recorded::active_points].resize(norms.size() * active_thresholds.size());
}

// Slopes 1, 2, 4 per block over four blocks: 7/3 on average, three blocks from first to last make 7. The slopes have
// the standard error sqrt(((4/3)^2 + (1/3)^2 + (5/3)^2) / 2 / 3) = sqrt(7) / 3, so t = sqrt 7 with 2 degrees of
// freedom, of which SciPy's 2 t.sf is 0.1180829; in closed form 1 - sqrt(t^2 / (t^2 + 2)) = 1 - sqrt(7) / 3.
TEST(Drift, IsTheMeanChangeFromTheFirstBlockToTheLast) {
  const Drift found = drift({{1, 2, 3, 4}, {5, 7, 9, 11}, {0, 4, 8, 12}});
  EXPECT_NEAR(found.change, 7, 1e-12);
  EXPECT_NEAR(found.probability, 1 - std::sqrt(7.0) / 3, 1e-12);
  // Least squares, not the ends: 0, 0, 0, 10 has the slope 1.5 x 10 / 5 = 3.
  EXPECT_NEAR(drift({{0, 0, 0, 10}, {0, 0, 0, 10}}).change, 9, 1e-12);
  EXPECT_EQ(drift({{0, 0, 0, 10}, {0, 0, 0, 10}}).probability, 1);  // no scatter that could say
  EXPECT_EQ(drift({{1, 2, 3}}).change, 0);
}

TEST(Blocks, AreMeansOfTheirStepsAndOfTheirSamples) {
  Measurements run = hand_made(2, {1.0, 2.0});
  run.blocks = {{sums_of(1), sums_of(3), sums_of(5), sums_of(7)}, {sums_of(2), sums_of(4), sums_of(6), sums_of(8)}};
  run.blocks[1][0] = sums_of(2, 0, 50);  // a shorter block is a mean all the same
  for (const float x : {1.0f, 2.0f, 3.0f, 4.0f, 5.0f}) add_sample(run, {x, x, 2 * x, 2 * x});
  const Digest digest(run);
  EXPECT_EQ(loss_blocks(digest, 0), (BlockMeans{{1, 2}, {3, 4}}));
  EXPECT_EQ(loss_blocks(digest, 1), (BlockMeans{{5, 6}, {7, 8}}));
  // Samples 0, 1, 2 of 5 belong to the first of two blocks, 3 and 4 to the second.
  const std::vector<double> norms = weight_norm2_blocks(digest, 1)[0];
  EXPECT_NEAR(norms[0], 40, 1e-5);
  EXPECT_NEAR(norms[1], 90, 1e-5);
  const std::vector<Curve> curves = block_curves(digest);
  EXPECT_EQ(named(curves, "loss_block_mean").axis().values, (std::vector<double>{1, 2}));
  EXPECT_EQ(named(curves, "loss_block_mean").values, (std::vector<double>{2, 3, 6, 7}));
  EXPECT_NEAR(named(curves, "weight_norm2_block_mean").values[3], 90, 1e-5);
}

// 120 bins of (L - L0) / T between 0 and 12: 0.1 wide. L0 is 1 here, and T 0.5 and 2.
TEST(Histogram, IsADensityOfWhatLiesAboveTheGround) {
  Measurements run = hand_made(2, {0.5, 2.0});
  run.start_loss.assign(4, 1.0);
  add_sample(run, {1.0f, 1.375f, 1.5f, 1.5f});   // x = 0, 0.75 and 0.25, 0.25
  add_sample(run, {1.375f, 7.0f, 1.5f, 11.5f});  // x = 0.75, 12 and 0.25, 5.25
  const std::vector<Curve> curves = loss_histogram_curves(Digest(run), {3, 4});
  const Curve &density = named(curves, "loss_histogram"), &gamma = named(curves, "loss_histogram_gamma");
  ASSERT_EQ(density.axis().values.size(), 120u);
  EXPECT_NEAR(density.axis().values[0], 0.05, 1e-12);
  EXPECT_NEAR(density.values[0], 0.25 / 0.1, 1e-9);
  EXPECT_NEAR(density.values[7], 0.5 / 0.1, 1e-9);
  EXPECT_NEAR(density.values[119], 0.25 / 0.1, 1e-9);
  EXPECT_NEAR(density.values[120 + 2], 0.75 / 0.1, 1e-9);
  EXPECT_NEAR(density.values[120 + 52], 0.25 / 0.1, 1e-9);
  for (const std::size_t t : {0, 1})
    EXPECT_NEAR(std::accumulate(density.values.begin() + 120 * t, density.values.begin() + 120 * (t + 1), 0.0) * 0.1, 1,
                1e-9);
  EXPECT_NEAR(gamma.values[120], 0.05 * std::exp(-0.05), 1e-12);  // shape 2: x e^-x
  EXPECT_NEAR(gamma.values[10], std::sqrt(1.05) * std::exp(-1.05) / std::tgamma(1.5), 1e-9);
}

// Losses m + a (1, 1, -1, -1) have the autocovariance a^2 (1, 1/4, -1/2, -1/4) (divided by 4 at every lag). Before they
// are divided by lag 0 they are averaged over replicas, a^2 = 1, 4, 1, so all three divide by 2.
TEST(AutocorrelationCurve, IsAveragedBeforeItIsDivided) {
  Measurements run = hand_made(3, {1.0});
  run.sample_interval = 50;
  for (const float sign : {1.0f, 1.0f, -1.0f, -1.0f}) add_sample(run, {5 + sign, 5 + 2 * sign, 5 - sign});
  const std::vector<Curve> curves = autocorrelation_curves(Digest(run));
  const Curve &value = named(curves, "autocorrelation"), &error = named(curves, "autocorrelation_error");
  EXPECT_EQ(value.axis().values, (std::vector<double>{0, 50, 100, 150}));
  const double rho[] = {1, 0.25, -0.5, -0.25};
  for (std::size_t k = 0; k < 4; ++k) {
    EXPECT_NEAR(value.values[k], rho[k], 1e-9);
    // rho times 1/2, 2, 1/2: the standard error of their mean is sqrt((1/4 + 1 + 1/4) / 2 / 3) = 1/2.
    EXPECT_NEAR(error.values[k], widening_2 * 0.5 * std::fabs(rho[k]), 1e-6);
  }
}

/// Losses of T times an exponential number, by its quantiles: d = 2, so <L> = T, var(L) / T^2 = 1 and the entropy rises
/// by ln(T2 / T1). `some`: which chains; each has other quantiles, the first and the last of all (the bins are those of
/// all).
Measurements exponential(const std::vector<std::size_t>& some, std::size_t datasets = 1,
                         const std::vector<double>& ladder = {1.0, 2.0, 4.0}) {
  Measurements run = hand_made(static_cast<int>(some.size()), ladder, datasets);
  constexpr std::size_t draws = 4000;
  const auto loss = [](double temperature, double u) { return static_cast<float>(-temperature * std::log1p(-u)); };
  for (std::size_t i = 0; i < draws; ++i) {
    std::vector<float> row;
    for (const double t : run.ensemble.temperatures)
      for (const std::size_t chain : some) {
        // Chain by chain a little more of high losses than of low ones: u^power is uniform for a power of 1.
        const double power = 1 - 0.02 * (static_cast<double>(chain) - 1);
        const double u = std::pow((static_cast<double>(i) + 0.5) / draws, power);
        row.push_back(i == 0 ? loss(t, 1e-4) : i == 1 ? loss(t, 1 - 1e-4) : loss(t, u));
      }
    add_sample(run, std::move(row));
  }
  return run;
}

TEST(ReweightingCurves, HaveTheClosedFormsOfAnExponential) {
  const std::vector<Curve> curves = reweighting_curves(Digest(exponential({1, 1})));
  const Curve& loss = named(curves, "reweighted_loss");
  ASSERT_EQ(loss.axis().values.size(), 9u);
  EXPECT_EQ(loss.axis().values.front(), -0.5);
  EXPECT_EQ(loss.axis().values.back(), 0.5);
  const double temperatures[] = {1, 2, 4};
  for (std::size_t t = 0; t < 3; ++t)
    for (std::size_t i = 0; i < 9; ++i) {
      const double temperature = temperatures[t] * std::exp2(loss.axis().values[i]);
      const double value = loss.values[t * 9 + i], heat = named(curves, "reweighted_heat_capacity").values[t * 9 + i];
      EXPECT_EQ(std::isnan(value), temperature < 0.99 || temperature > 4.01);  // no extrapolation
      if (std::isnan(value)) continue;
      EXPECT_NEAR(value / temperature, 1, 0.01);  // 1000 bins, and a tail that ends at 1e-4
      EXPECT_NEAR(heat, 1, 0.02);
    }
  const Curve& entropy = named(curves, "entropy_difference");
  EXPECT_NEAR(entropy.values[0], std::log(2.0), 0.02);
  EXPECT_NEAR(entropy.values[1], std::log(2.0), 0.02);
  EXPECT_TRUE(std::isnan(entropy.values[2]));
  for (const double error : named(curves, "reweighted_loss_error").values)
    EXPECT_FALSE(error > 1e-9);  // of two chains that agree
}

// Half way to the neighbours of 1, 2, 16 in ln T are sqrt 2 above 1; sqrt 2 and 4 sqrt 2 around 2; 4 sqrt 2 below 16.
TEST(ReweightingCurves, OfAnUnevenLadderMeetHalfWay) {
  const std::vector<Curve> curves = reweighting_curves(Digest(exponential({1, 1}, 1, {1, 2, 16})));
  const std::vector<double>&at = named(curves, "reweighted_temperature").values,
        &loss = named(curves, "reweighted_loss").values;
  ASSERT_EQ(at.size(), 27u);
  EXPECT_TRUE(std::isnan(at[0]) && std::isnan(at[26]));
  const std::pair<std::size_t, double> expected[] = {{4, 1},  {8, std::sqrt(2.0)},      {9, std::sqrt(2.0)},
                                                     {13, 2}, {17, 4 * std::sqrt(2.0)}, {18, 4 * std::sqrt(2.0)},
                                                     {22, 16}};
  for (const auto& [i, temperature] : expected) {
    EXPECT_NEAR(at[i], temperature, 1e-12) << i;
    EXPECT_NEAR(loss[i] / temperature, 1, 0.02) << i;
  }
  for (std::size_t i = 0; i < 27; ++i) EXPECT_EQ(std::isnan(at[i]), std::isnan(loss[i])) << i;
}

// Bins are as wide as 0.7 % of their loss here: 1 and 1.001 fall into the lowest, whose middle is 1.0035 and whose mean
// is 1.0005. The one loss of 1000 sets the width and has no weight at T = 1.
TEST(ReweightingCurves, TakeTheMeanOfWhatFellIntoABin) {
  Measurements run = hand_made(2, {1.0, 2.0});
  for (int i = 0; i < 100; ++i)
    add_sample(run, i == 0 ? std::vector<float>{1, 1.001f, 1000, 1.001f} : std::vector<float>{1, 1.001f, 1, 1.001f});
  EXPECT_NEAR(named(reweighting_curves(Digest(run)), "reweighted_loss").values[4], 1.0005, 3e-6);
}

// The error of three chains is the jackknife of the three runs without one of them.
TEST(ReweightingCurves, HaveTheErrorOfRunsWithoutOneChain) {
  const std::vector<Curve> all = reweighting_curves(Digest(exponential({0, 1, 2})));
  std::vector<std::vector<Curve>> without;
  for (const auto& some : {std::vector<std::size_t>{1, 2}, {0, 2}, {0, 1}})
    without.push_back(reweighting_curves(Digest(exponential(some))));
  for (const char* name : {"reweighted_loss", "reweighted_heat_capacity", "entropy_difference"}) {
    const Curve &value = named(all, name), &error = named(all, std::string(name) + "_error");
    std::size_t compared = 0;
    for (std::size_t i = 0; i < value.values.size(); ++i) {
      if (std::isnan(value.values[i])) continue;
      Moments estimates;
      for (const std::vector<Curve>& one : without) estimates.add(named(one, name).values[i]);
      EXPECT_NEAR(error.values[i] / (widening_2 * std::sqrt(jackknife_variance(estimates))), 1, 1e-6) << name << i;
      ++compared;
    }
    EXPECT_EQ(compared, std::string(name) == "entropy_difference" ? 2u : 3 * 9 - 2 * 4u);
  }
}

/// Two data sets that are the same one: the curve of one, and its error over sqrt 2 with twice the degrees of freedom.
TEST(ReweightingCurves, OfTwoDataSetsAreAveraged) {
  const std::vector<Curve> one = reweighting_curves(Digest(exponential({0, 1, 2})));
  const std::vector<Curve> two = reweighting_curves(Digest(exponential({0, 0, 1, 1, 2, 2}, 2)));
  const std::size_t at = 4;  // the lowest rung itself
  EXPECT_NEAR(named(two, "reweighted_loss").values[at], named(one, "reweighted_loss").values[at], 1e-9);
  EXPECT_NEAR(named(two, "reweighted_loss_error").values[at] / named(one, "reweighted_loss_error").values[at],
              1.1416266 / widening_2 / std::sqrt(2.0), 1e-5);
}

TEST(Traces, AreInTheOrderChainDrawTemperature) {
  Measurements run = hand_made(2, {1.0, 2.0}, 2);
  add_sample(run, {1, 2, 3, 4});  // T = 1: chains 0, 1; T = 2: chains 0, 1
  add_sample(run, {5, 6, 7, 8});
  run.divergences = {{3, 100}};  // T = 2, chain 1, from the second sample on
  run.sample_interval = 50;
  run.samples[0].step = 50;
  run.samples[1].step = 100;
  Results results;
  add_traces(results, run);
  ASSERT_EQ(results.traces[0].name, "loss");
  EXPECT_EQ(results.traces[0].values, (std::vector<float>{1, 3, 5, 7, 2, 4, 6, 8}));
  EXPECT_EQ(results.traces[1].values, (std::vector<float>{10, 30, 50, 70, 20, 40, 60, 80}));
  EXPECT_EQ(results.diverging, (std::vector<std::int8_t>{0, 0, 0, 0, 0, 0, 0, 1}));
  EXPECT_EQ(results.dataset_of_chain, (std::vector<std::int64_t>{0, 1}));
  EXPECT_EQ(results.draw_steps, (std::vector<std::int64_t>{50, 100}));
}

}  // namespace
}  // namespace replicas
