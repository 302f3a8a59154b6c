// Dimensions of runs of a few numbers, worked out by hand.
#include "observe/observables/pooled.h"

#include <gtest/gtest.h>

#include <cmath>

#include "formula/hand_made.h"
#include "observe/observables/log_slope.h"

namespace replicas {
namespace {

/// One block of every replica of a rung: mean losses, all with the same variance.
void set_losses(Measurements& run, std::size_t rung, const std::vector<double>& means, double variance) {
  for (std::size_t chain = 0; chain < means.size(); ++chain)
    run.blocks[0][rung * means.size() + chain] = sums_of(means[chain], variance);
}

TEST(Dimension, OfTwoReplicasIsWhatTheDefinitionsSay) {
  // <L> = 9 and L0 = 1; the variance is 6 within the replicas and 2^2 = 4 between their means 7 and 11.
  Measurements run = hand_made(2, {2.0});
  set_losses(run, 0, {7, 11}, 6);
  run.start_loss = {1, 1};
  const auto value = [&](const char* name) { return evaluated(name, run).values[0]; };
  EXPECT_NEAR(value("d_mean"), 2 * (9 - 1) / 2.0, 1e-12);
  EXPECT_NEAR(value("llc"), (9 - 1) / 2.0, 1e-12);
  EXPECT_NEAR(value("d_var"), 2 * 10 / 4.0, 1e-12);
  EXPECT_NEAR(value("d_gamma"), 2 * 64 / 10.0, 1e-12);
  EXPECT_NEAR(evaluated("d_excess", run).values[0], 5 / 8.0 - 1, 1e-12);
  EXPECT_NEAR(evaluated("loss_mean", run).values[0], 9, 1e-12);
  EXPECT_NEAR(evaluated("loss_variance", run).values[0], 10, 1e-12);
}

TEST(Dimension, OfAnchoredReplicasCountsFromTheAnchorsOfThoseThatAreAveraged) {
  // Of the chains 0 and 2 (first data set) L0 is (1 + 3) / 2, of the chains 1 and 3 it is 20: d_mean 2 (9 - 2) / 2 and
  // 2 (30 - 20) / 2, whose mean is 8.5 and whose standard deviation over data sets is 3 / sqrt 2.
  Measurements run = hand_made(4, {2.0}, 2);
  set_losses(run, 0, {8, 30, 10, 30}, 1);
  run.start_loss = {1, 20, 3, 20};
  const Column column = evaluated("d_mean", run);
  EXPECT_NEAR(column.values[0], 8.5, 1e-12);
  EXPECT_NEAR(column.dataset_spread[0], 3 / std::sqrt(2.0), 1e-12);
}

/// Three replicas that agree, so that all of an error is truncation: <L> - L0 = 2^power(u) at T = 2^u.
Measurements power_run(const std::vector<double>& exponents, double (*power)(double)) {
  Ladder temperatures;
  for (const double u : exponents) temperatures.push_back(std::exp2(u));
  Measurements run = hand_made(3, temperatures);
  for (std::size_t t = 0; t < temperatures.size(); ++t)
    set_losses(run, t, std::vector<double>(3, std::exp2(power(exponents[t]))), 1);
  return run;
}

// A parabola through three points at uneven distances is what it is: u^2 has the slope 2 u. The chords that the
// truncation compares with are 1 (from 0 to 1) and 4 (from 1 to 3).
TEST(LogSlope, OfThreeUnevenRungsIsThatOfTheirParabola) {
  const Measurements run = power_run({0, 1, 3}, [](double u) { return u * u; });
  const Column slope = evaluated("d_mean_slope", run);  // d_mean = 2 <L> / T
  const Column heat = evaluated("d_heat", run);         // slope of <L> times 2 <L> / T
  const double value[] = {0, 2, 6}, truncation[] = {1, 2, 2}, twice_loss_over_t[] = {2, 2, 128};
  for (std::size_t t = 0; t < 3; ++t) {
    EXPECT_NEAR(slope.values[t], value[t] - 1, 1e-9);
    EXPECT_NEAR(slope.error[t], truncation[t], 1e-9);
    EXPECT_NEAR(heat.values[t], twice_loss_over_t[t] * value[t], 1e-7);
    EXPECT_NEAR(heat.error[t], twice_loss_over_t[t] * truncation[t], 1e-7);
  }
}

// u^4 / 100 at 0, 1, 3, 4, 6. In the middle five points are exact, 1.08; the parabola through 1, 3, 4 (chords 0.4 and
// 1.75, second difference 0.45) has 0.4 + 2 x 0.45 = 1.3. At 1 the parabola through 0, 1, 3 (chords 0.01 and 0.4,
// second difference 0.13) has 0.14, the cubic with 4 (third difference (0.45 - 0.13) / 4) has 0.14 - 2 x 0.08. At 6 the
// parabola through 3, 4, 6 (chords 1.75 and 5.2, second difference 1.15) has 5.2 + 2 x 1.15 = 7.5, the cubic with 1
// (third difference (1.15 - 0.45) / 5 = 0.14) adds 0.14 x 3 x 2.
TEST(LogSlope, OfFiveUnevenRungsIsThatOfTheirQuarticAndKnowsWhatThreeWouldSay) {
  const Measurements run = power_run({0, 1, 3, 4, 6}, [](double u) { return u * u * u * u / 100; });
  const Column slope = evaluated("d_mean_slope", run);
  EXPECT_NEAR(slope.values[1], 0.14 - 1, 1e-9);
  EXPECT_NEAR(slope.error[1], 0.16, 1e-9);
  EXPECT_NEAR(slope.values[2], 1.08 - 1, 1e-9);
  EXPECT_NEAR(slope.error[2], 0.22, 1e-9);
  EXPECT_NEAR(slope.values[4], 7.5 - 1, 1e-9);
  EXPECT_NEAR(slope.error[4], 0.84, 1e-9);
}

TEST(LogSlope, OfTwoRungsIsTheirChordWithoutATruncationAndOfOneNothing) {
  const auto loss = [](const Digest& digest) {
    return [&digest](std::size_t rung) { return pooled(digest, rung, {{0}}, &ReplicaDigest::loss).mean; };
  };
  const Measurements two = power_run({0, 2}, [](double u) { return u * u; });
  const Digest digest(two);
  for (const std::size_t rung : {0, 1}) {
    EXPECT_NEAR(log_slope(digest, rung, loss(digest)).value, 2, 1e-12);
    EXPECT_TRUE(std::isnan(log_slope(digest, rung, loss(digest)).truncation));
  }
  const Measurements one = power_run({0}, [](double u) { return u; });
  const Digest single(one);
  EXPECT_TRUE(std::isnan(log_slope(single, 0, loss(single)).value));
}

// d_var = 2 x 1 / T^2 and d_mean = 2 <L> / T: at u = 1 that is 0.5 over 2, so an excess of -0.75, and a slope of 1.
TEST(Dimension, ResidualIsTheExcessLessTheSlope) {
  const Measurements run = power_run({0, 1, 3}, [](double u) { return u * u; });
  EXPECT_NEAR(evaluated("slope_residual", run).values[1], -0.75 - 1, 1e-9);
}

}  // namespace
}  // namespace replicas
