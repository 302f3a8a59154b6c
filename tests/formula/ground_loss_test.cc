// Where L0 is taken from, at the threshold of each condition.
#include "observe/observables/ground_loss.h"

#include <gtest/gtest.h>

#include <cmath>
#include <numbers>

#include "formula/hand_made.h"

namespace replicas {
namespace {

using std::numbers::ln2;

/// 6 examples under a prior; every measured step has 2 wrong labels, and nothing was seen but the losses at the start.
Measurements started_at(std::vector<double> losses, std::size_t datasets = 1) {
  Measurements run = hand_made(static_cast<int>(losses.size()), {1e-3}, datasets);
  run.ensemble.confinement = {};
  run.start_loss = std::move(losses);
  for (ReplicaSums& sums : run.blocks[0]) sums.wrong = 200;
  return run;
}

GroundLoss origin(const Measurements& run, std::size_t dataset = 0) { return Digest(run).ground.at(dataset).origin; }

// A mean loss of P examples below ln 2 / P leaves none above ln 2.
TEST(GroundLossOrigin, DataAreSeparatedBelowTheLogarithmOfTwoOverTheNumberOfExamples) {
  EXPECT_EQ(origin(started_at({0.5, 0.999 * ln2 / 6})), GroundLoss::separated);
  EXPECT_EQ(origin(started_at({0.5, 1.001 * ln2 / 6})), GroundLoss::lowest);
  EXPECT_EQ(origin(started_at({0.5, 0.999 * ln2})), GroundLoss::lowest);
}

TEST(GroundLossOrigin, ALossInAnySampleCountsAsThatAtTheStartDoes) {
  const auto seen = [](float low, bool warm) {
    Measurements run = started_at({0.5, 0.5});
    (warm ? run.warmup : run.samples).push_back(sample_of(50, {0.5f, low}, {1, 1}, {0, 0, 0, 0, 0, 0}));
    return Digest(run).ground[0];
  };
  for (const bool warm : {false, true}) {
    EXPECT_EQ(seen(0.11f, warm).origin, GroundLoss::separated);  // ln 2 / 6 = 0.1155
    EXPECT_EQ(seen(0.12f, warm).origin, GroundLoss::lowest);
    EXPECT_FLOAT_EQ(static_cast<float>(seen(0.12f, warm).value), 0.12f);
  }
}

// Fewer wrong labels than measured steps: one of the 100 steps had none.
TEST(GroundLossOrigin, AStepWithoutAWrongLabelSeparates) {
  Measurements run = started_at({0.5, 0.5});
  run.blocks[0][1].wrong = 100;
  EXPECT_EQ(origin(run), GroundLoss::lowest);
  run.blocks[0][1].wrong = 99;
  EXPECT_EQ(origin(run), GroundLoss::separated);
  run.blocks[0][1].finite = false;  // nothing of a replica that left the finite numbers counts
  EXPECT_EQ(origin(run), GroundLoss::lowest);
}

TEST(GroundLossOrigin, IsDecidedForEachDataSet) {
  const Measurements run = started_at({0.5, 0.01, 0.5, 0.5}, 2);  // chain 1 sees the second
  EXPECT_EQ(origin(run, 0), GroundLoss::lowest);
  EXPECT_EQ(origin(run, 1), GroundLoss::separated);
  EXPECT_TRUE(needs_descent(run, 0));
  EXPECT_FALSE(needs_descent(run, 1));
}

TEST(GroundLossOrigin, OfASquaredLossAPotentialOrAnAnchorIsNeverSeparation) {
  Measurements run = started_at({1e-3, 1e-3});
  EXPECT_EQ(origin(run), GroundLoss::separated);
  EXPECT_FALSE(needs_descent(run, 0));
  Measurements decays = run;
  decays.ensemble.confinement = {Confinement::Kind::decay, 0.1};
  EXPECT_EQ(origin(decays), GroundLoss::lowest);
  EXPECT_TRUE(needs_descent(decays, 0));
  Measurements squared = run;
  set_network(squared.ensemble, Network({3, 4, 3}, Activation::tanh, Loss::mse));
  change_datasets(squared.ensemble,
                  [&](std::vector<Dataset>& all) { make_targets(all[0], network_in(squared.ensemble)); });
  EXPECT_EQ(origin(squared), GroundLoss::lowest);
  EXPECT_TRUE(needs_descent(squared, 0));
  Measurements potential = run;
  potential.ensemble.system = potential_system(parse_potential("quadratic:2x31"));
  EXPECT_EQ(origin(potential), GroundLoss::known);
  EXPECT_FALSE(needs_descent(potential, 0));
  Measurements anchored = run;
  anchored.ensemble.confinement = {Confinement::Kind::anchor, 1};
  EXPECT_EQ(origin(anchored), GroundLoss::anchor);
  EXPECT_FALSE(needs_descent(anchored, 0));
}

/// Mean losses at four temperatures, two replicas each, started at 9 (nothing separated).
Measurements ladder_run(const std::vector<double>& losses) {
  Measurements run = hand_made(2, {1.0, 2.0, 4.0, 8.0});
  run.ensemble.confinement = {};
  run.start_loss.assign(8, 9.0);
  for (std::size_t r = 0; r < 8; ++r) {
    run.blocks[0][r] = sums_of(losses[r / 2]);
    run.blocks[0][r].wrong = 200;
  }
  return run;
}

// Losses 5, 8, 12 at T = 1, 2, 4 with weights 1, 1/4, 1/16, that is 16, 4, 1 of 21: sum T = 28, sum T^2 = 48, sum L =
// 124, sum T L = 192, so the line ends at (124 x 48 - 28 x 192) / (21 x 48 - 28^2) = 18/7. The fourth rung does not
// count. It may end anywhere between the bound of the data, 0, and the lowest loss seen.
TEST(GroundLossFit, IsALineOfTheLowestThreeRungsWeightedByTheirTemperatures) {
  const Measurements run = ladder_run({5, 8, 12, 100});
  const GroundEstimate ground = Digest(run).ground[0];
  EXPECT_EQ(ground.origin, GroundLoss::intercept);
  EXPECT_NEAR(ground.fit, 18.0 / 7, 1e-12);
  EXPECT_NEAR(ground.value, 18.0 / 7, 1e-12);
  EXPECT_NEAR(ground.error, 9 - 18.0 / 7, 1e-6);
  EXPECT_NEAR(evaluated("ground_loss", run).values[3], 18.0 / 7, 1e-12);
}

TEST(GroundLossFit, IsRefutedByALowerLossOrByTheBoundOfTheData) {
  Measurements run = ladder_run({5, 8, 12, 100});
  run.start_loss[3] = 2;  // below 18/7
  EXPECT_EQ(origin(run), GroundLoss::lowest);
  EXPECT_NEAR(Digest(run).ground[0].value, 2, 1e-12);
  const Measurements below_zero = ladder_run({1, 8, 20, 100});
  EXPECT_EQ(origin(below_zero), GroundLoss::lowest);
  EXPECT_NEAR(Digest(below_zero).ground[0].value, 9, 1e-12);
  EXPECT_NEAR(Digest(below_zero).ground[0].error, 9, 1e-6);  // down to 0
}

// Two replicas: the intercept of one alone is 2/7 x 9 = 18/7 of the first and 2 x that of the second.
TEST(GroundLossFit, HasTheErrorOfItsReplicas) {
  Measurements run = ladder_run({5, 8, 12, 100});
  const double losses[] = {10, 16, 24};
  for (std::size_t t = 0; t < 3; ++t) run.blocks[0][2 * t + 1] = sums_of(losses[t]);
  // The jackknife of two: (1/2) sum (f_j - mean)^2 = (18/7)^2 / 4.
  EXPECT_NEAR(Digest(run).ground[0].fit_error, 9.0 / 7, 1e-12);
}

GroundEstimate descended(const Measurements& run, double value, double left, double between) {
  return Digest(run, nullptr, {{.value = value, .left = left, .between_starts = between, .starts = 4, .converged = 4}})
      .ground[0];
}

TEST(GroundLossDescent, CountsUnlessALowerLossWasSeen) {
  const Measurements run = ladder_run({5, 8, 12, 100});
  const GroundEstimate found = descended(run, 2, 0.25, 0.5);
  EXPECT_EQ(found.origin, GroundLoss::descent);
  EXPECT_EQ(found.value, 2);
  EXPECT_NEAR(found.error, 0.75, 1e-6);
  const GroundEstimate lower = descended(run, 9.5, 0.1, 0);
  EXPECT_EQ(lower.value, 9);  // the lowest loss seen
  EXPECT_NEAR(lower.error, 0.5, 1e-6) << "the descent missed that much at least";
  EXPECT_NEAR(descended(run, 0.125, 1, 0).error, 0.125, 1e-6) << "no further down than the bound of the data";
}

// The starts ended at different heights and the mean losses point two of their errors lower: as far down as they do.
TEST(GroundLossDescent, OfStartsThatDisagreeIsDoubtedDownToTheLine) {
  Measurements run = ladder_run({5, 8, 12, 100});
  EXPECT_NEAR(descended(run, 4, 0, 0.02).error, 4 - 18.0 / 7, 1e-6);
  EXPECT_NEAR(descended(run, 4, 0, 0.01).error, 0.01, 1e-6) << "less than 0.01 of 10/7";
  for (std::size_t r = 1; r < 8; r += 2) run.blocks[0][r].loss *= 2;
  EXPECT_NEAR(descended(run, 6, 0, 0.1).error, 0.1, 1e-6) << "27/7 +- 9/7 is not two errors lower than 6";
}

TEST(GroundLossDescent, UnderADecayIsWhatItIs) {
  Measurements run = ladder_run({5, 8, 12, 100});
  run.ensemble.confinement = {Confinement::Kind::decay, 0.1};
  const GroundEstimate found = descended(run, 9.5, 0.125, 0.25);
  EXPECT_EQ(found.value, 9.5);
  EXPECT_NEAR(found.error, 0.375, 1e-6);
}

// d_mean counts from L0 = 0 with an error of a share of <L> - L0 = 5.
TEST(GroundLoss, IsDoubtfulWhereItsErrorIsMoreThanItsShare) {
  Measurements run = ladder_run({5, 5, 5, 5});
  Digest digest(run);
  digest.ground[0] = {.origin = GroundLoss::descent, .value = 0, .error = 0.99 * doubtful_share * 5};
  EXPECT_FALSE(ground_loss_doubtful(digest));
  digest.ground[0].error = 1.01 * doubtful_share * 5;
  EXPECT_TRUE(ground_loss_doubtful(digest));
  digest.ground[0].error = std::nan("");
  EXPECT_TRUE(ground_loss_doubtful(digest));
}

}  // namespace
}  // namespace replicas
