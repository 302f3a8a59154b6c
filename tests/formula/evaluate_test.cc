// How an observable of some chains becomes a column: data sets put together, errors, spreads, what is not statistical.
#include <gtest/gtest.h>

#include <cmath>

#include "formula/hand_made.h"

namespace replicas {
namespace {

double mean_loss(const Digest& digest, std::size_t temperature, std::span<const std::size_t> chains) {
  double sum = 0;
  for (const std::size_t chain : chains) sum += digest.at(temperature, chain).loss.mean;
  return sum / static_cast<double>(chains.size());
}

/// Three units from L0, so that an error of L0 counts three times.
double thrice_above_ground(const Digest& digest, std::size_t temperature, std::span<const std::size_t> chains) {
  const GroundEstimate& ground = digest.ground[digest.ensemble().dataset_index(chains.front())];
  const double shift = digest.ground_shift == 0 ? 0 : digest.ground_shift * ground.error;
  return 3 * (mean_loss(digest, temperature, chains) - ground.value - shift);
}

double missed(const Digest&, std::size_t, std::span<const std::size_t> chains) { return chains.front() == 0 ? 2 : 4; }

/// Chains 0, 2, 4 see the first data set: 1, 2, 3; chains 1, 3, 5 the second: 4, 6, 11. Their means are 2 and 7, the
/// squares of the standard errors (1 + 0 + 1) / 2 / 3 = 1/3 and (9 + 1 + 16) / 2 / 3 = 13/3.
Measurements two_sets() {
  Measurements run = hand_made(6, {1.0}, 2);
  const double losses[] = {1, 4, 2, 6, 3, 11};
  for (std::size_t chain = 0; chain < 6; ++chain) run.blocks[0][chain] = sums_of(losses[chain]);
  return run;
}

/// t.interval(erf(1 / sqrt 2), freedom) of SciPy 1.17.1: what one standard error is multiplied by.
constexpr double widening_2 = 1.3212774, widening_welch = 1.2694279;

Column column_of(const Observable& observable, const Digest& digest) {
  return evaluate({&observable, 1}, digest, 1).front();
}

TEST(Evaluate, PutsDataSetsTogetherAsTheObservableSays) {
  const Measurements run = two_sets();
  const Digest digest(run);
  using enum Observable::Over;
  EXPECT_NEAR(column_of({"a", "1", "", mean_loss, false, average}, digest).values[0], 4.5, 1e-12);
  EXPECT_NEAR(column_of({"a", "1", "", mean_loss, false, sum}, digest).values[0], 9, 1e-12);
  EXPECT_NEAR(column_of({"a", "1", "", mean_loss, false, largest}, digest).values[0], 7, 1e-12);
}

// The average has the variance (1/3 + 13/3) / 4 = 7/6 and, by Welch and Satterthwaite, (14/3)^2 / ((1/9 + 169/9) / 2) =
// 392/170 degrees of freedom, for which SciPy's widening is 1.2694279. The two means have the standard deviation
// 5 / sqrt 2.
TEST(Evaluate, ErrorIsWelchsAndSpreadIsTheStandardDeviationOfDataSets) {
  const Measurements run = two_sets();
  const Column column = column_of({"a", "1", "", mean_loss}, Digest(run));
  EXPECT_NEAR(column.error[0], widening_welch * std::sqrt(7.0 / 6), 1e-6);
  EXPECT_NEAR(column.dataset_spread[0], 5 / std::sqrt(2.0), 1e-12);
}

// The sum of two data sets has twice the error of their average. The larger, of 6, 4 and 11, has the variance 13/3 with
// 2 degrees of freedom.
TEST(Evaluate, ErrorIsThatOfTheSumAndOfTheLargest) {
  const Measurements run = two_sets();
  using enum Observable::Over;
  EXPECT_NEAR(column_of({"a", "1", "", mean_loss, true, sum}, Digest(run)).error[0],
              2 * widening_welch * std::sqrt(7.0 / 6), 1e-6);
  EXPECT_NEAR(column_of({"a", "1", "", mean_loss, true, largest}, Digest(run)).error[0],
              widening_2 * std::sqrt(13.0 / 3), 1e-6);
}

TEST(Evaluate, OneDataSetHasNoSpreadAndTheErrorOfItsChains) {
  Measurements run = hand_made(3, {1.0});
  for (const std::size_t chain : {0, 1, 2}) run.blocks[0][chain] = sums_of(static_cast<double>(chain));
  const Digest digest(run);
  const Column column = column_of({"a", "1", "", mean_loss}, digest);
  EXPECT_TRUE(column.dataset_spread.empty());
  EXPECT_NEAR(column.error[0], widening_2 * std::sqrt(1.0 / 3), 1e-6);
  EXPECT_TRUE(column_of({"a", "1", "", mean_loss, false}, digest).error.empty());
}

TEST(Evaluate, DivergedChainsAreLeftOutAndAnEmptyDataSetIsNoNumber) {
  Measurements run = two_sets();
  run.divergences = {{4, 10}};
  const Column less = column_of({"a", "1", "", mean_loss}, Digest(run));
  EXPECT_NEAR(less.values[0], (1.5 + 7) / 2, 1e-12);
  run.divergences = {{0, 10}, {2, 10}, {4, 10}};
  const Column one = column_of({"a", "1", "", mean_loss}, Digest(run));
  EXPECT_NEAR(one.values[0], 7, 1e-12);
  EXPECT_NEAR(one.error[0], widening_2 * std::sqrt(13.0 / 3), 1e-6);
  EXPECT_TRUE(std::isnan(one.dataset_spread[0]));
  for (std::size_t replica = 0; replica < 6; ++replica) run.divergences.push_back({replica, 10});
  const Column none = column_of({"a", "1", "", mean_loss}, Digest(run));
  EXPECT_TRUE(std::isnan(none.values[0]) && std::isnan(none.error[0]));
}

// Statistical, truncation (2 + 4) / 2 and L0 add in quadrature; L0 goes up or down in both data sets at once, 3 x 0.5
// and 3 x 1.5, on average 3.
TEST(Evaluate, WhatIsNotStatisticalIsAddedInQuadrature) {
  const Measurements run = two_sets();
  Digest digest(run);
  const double statistical = column_of({"a", "1", "", thrice_above_ground}, digest).error[0];
  EXPECT_NEAR(statistical, 3 * widening_welch * std::sqrt(7.0 / 6), 1e-5);
  const Observable truncated{
      .name = "a", .unit = "1", .long_name = "", .value = thrice_above_ground, .truncation = missed};
  EXPECT_NEAR(column_of(truncated, digest).error[0], std::hypot(statistical, 3), 1e-12);
  const Observable grounded{.name = "a",
                            .unit = "1",
                            .long_name = "",
                            .value = thrice_above_ground,
                            .counts_from_ground = true,
                            .truncation = missed};
  digest.ground[0].error = 0.5;
  digest.ground[1].error = 1.5;
  EXPECT_NEAR(column_of(grounded, digest).error[0], std::sqrt(statistical * statistical + 9 + 9), 1e-12);
  EXPECT_NEAR(column_of(grounded, digest).values[0], 13.5, 1e-12);
  digest.ground[1].error = std::nan("");  // nothing bounds it
  EXPECT_TRUE(std::isnan(column_of(grounded, digest).error[0]));
  EXPECT_NEAR(column_of(truncated, digest).error[0], std::hypot(statistical, 3), 1e-12);
}

// Of two chains the error is the difference of two numbers: none is given. Two data sets of two chains have 2 degrees
// of freedom between them.
TEST(Evaluate, TooFewDegreesOfFreedomAreNoError) {
  Measurements run = hand_made(2, {1.0});
  run.blocks[0] = {sums_of(1), sums_of(2)};
  EXPECT_TRUE(std::isnan(column_of({"a", "1", "", mean_loss}, Digest(run)).error[0]));
  Measurements two = hand_made(4, {1.0}, 2);
  two.blocks[0] = {sums_of(1), sums_of(5), sums_of(2), sums_of(6)};  // each mean has the variance 1/4
  EXPECT_NEAR(column_of({"a", "1", "", mean_loss}, Digest(two)).error[0], widening_2 * std::sqrt(0.5) / 2, 1e-6);
}

}  // namespace
}  // namespace replicas
