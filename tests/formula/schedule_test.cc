// When a run looks at what, and how its sums become blocks.
#include "run/schedule.h"

#include <gtest/gtest.h>

#include "formula/hand_made.h"

namespace replicas {
namespace {

// 100,000 steps of which 30,000 are burn-in, a sample every 50: 1400 samples in 40 cells of 35, weights every 1400 /
// 256 = 5, curvature every 1400 / 16 = 87, metrics at every one.
TEST(Schedule, LooksAsOftenAsTheFirstLengthSays) {
  const Ensemble ensemble = tiny_ensemble(2);
  const Schedule first = make_schedule(ensemble, 100'000, 100'000, 30'000, 50);
  EXPECT_EQ(first.burn_in, 30'000u);
  EXPECT_EQ(first.sample_interval, 50u);
  EXPECT_EQ(first.cell_samples, 35u);
  EXPECT_EQ(first.weight_every, 5u);
  EXPECT_EQ(first.curvature_every, 87u);
  EXPECT_EQ(first.metrics_every, 1u);
  EXPECT_TRUE(first.weights_fit);
  // Continued to 3400 samples there would be 680 looks at the weights of 5 each: half as often is 340, below 512. The
  // curvature would be looked at 39 times; half as often 19. Cells stay what they were.
  const Schedule longer = make_schedule(ensemble, 100'000, 200'000, 30'000, 50);
  EXPECT_EQ(longer.weight_every, 10u);
  EXPECT_EQ(longer.curvature_every, 174u);
  EXPECT_EQ(longer.cell_samples, 35u);
}

TEST(Schedule, NeedsOneCellAndEightSamplesForResults) {
  EXPECT_EQ(samples_per_cell(1000, 200, 10), 2u);
  EXPECT_EQ(samples_per_cell(1000, 990, 10), 1u);
  EXPECT_EQ(samples_for_results(7), 8u);
  EXPECT_EQ(samples_for_results(9), 9u);
}

TEST(Schedule, KeepsFewerWeightsOfMoreReplicas) {  // 1.5 GB over 4 x replicas x N bytes
  const auto every = [](int replicas) {
    Ensemble ensemble = tiny_ensemble(replicas);  // N = 31
    return make_schedule(ensemble, 1'000'000, 1'000'000, 0, 1000);
  };
  // 1000 samples; 100,000 replicas take 12.4 MB a sample, so 120 fit: every eighth. Of 1,000,000 twelve fit, too few.
  EXPECT_EQ(every(2).weight_every, 3u);
  EXPECT_EQ(every(100'000).weight_every, 8u);
  EXPECT_TRUE(every(100'000).weights_fit);
  EXPECT_FALSE(every(1'000'000).weights_fit);
}

// A slice of a tenth of the replicas would have room for ten times as many looks, and joins with slices that look when
// the whole does.
TEST(Schedule, OfASliceIsThatOfTheWhole) {
  Ensemble slice = tiny_ensemble(100'000);
  slice.owned = ReplicaRange{20'000, 10'000};
  EXPECT_EQ(make_schedule(slice, 1'000'000, 1'000'000, 0, 1000).weight_every, 8u);
}

ReplicaSums part(std::uint64_t count, double number) {
  return {.count = count,
          .loss = number,
          .loss2 = 2 * number,
          .gradient2 = 3 * number,
          .gradient4 = 6 * number,
          .gradient_product = 4 * number,
          .wrong = 5 * number,
          .largest_weight = number,
          .finite = number < 100};
}

// Burn-in of 100 steps, samples every 10, cells of 2 samples: step 100 begins the first cell, 120 the second.
TEST(Cells, TakeWhatWasMeasuredAfterBurnIn) {
  Measurements run = hand_made(1, {1.0});
  const Schedule schedule{.burn_in = 100, .sample_interval = 10, .cell_samples = 2};
  for (const std::uint64_t step : {90, 100, 110, 120})
    add_to_cells(run, schedule, step, {part(1, static_cast<double>(step))});
  ASSERT_EQ(run.cells.size(), 2u);
  const ReplicaSums& first = run.cells[0][0];
  EXPECT_EQ(first.count, 2u);
  EXPECT_EQ(first.loss, 210);
  EXPECT_EQ(first.loss2, 420);
  EXPECT_EQ(first.gradient2, 630);
  EXPECT_EQ(first.gradient4, 1260);
  EXPECT_EQ(first.gradient_product, 840);
  EXPECT_EQ(first.wrong, 1050);
  EXPECT_EQ(first.largest_weight, 110);
  EXPECT_FALSE(first.finite);
  EXPECT_EQ(run.cells[1][0].loss, 120);
}

// Of 7 full cells and one begun: at most 10 blocks, so a block per cell, and the last takes what is left over. Of 25
// full cells block b takes the cells c with floor(10 c / 25) = b.
TEST(Blocks, AreMadeOfFullCells) {
  Measurements run = hand_made(1, {1.0});
  const Schedule schedule{.burn_in = 100, .sample_interval = 10, .cell_samples = 2};
  const auto blocks = [&](std::size_t cells, std::uint64_t steps) {
    run.cells.clear();
    for (std::size_t c = 0; c < cells; ++c) run.cells.push_back({part(1, static_cast<double>(c))});
    run.steps = steps;
    gather_blocks(run, schedule);
    std::vector<double> losses;
    for (const auto& block : run.blocks) losses.push_back(block[0].loss);
    return losses;
  };
  EXPECT_EQ(blocks(8, 100 + 7 * 20 + 10), (std::vector<double>{0, 1, 2, 3, 4, 5, 6 + 7}));
  EXPECT_EQ(blocks(25, 100 + 25 * 20), (std::vector<double>{0 + 1 + 2, 3 + 4, 5 + 6 + 7, 8 + 9, 10 + 11 + 12, 13 + 14,
                                                            15 + 16 + 17, 18 + 19, 20 + 21 + 22, 23 + 24}));
  EXPECT_TRUE(blocks(1, 100 + 19).empty());
  EXPECT_TRUE(blocks(0, 50).empty());
}

TEST(Schedule, ThinsOutWhatALongerOneWouldNotHaveTaken) {
  Measurements run = hand_made(1, {1.0});
  for (std::uint64_t step = 110; step <= 200; step += 10) {
    run.weight_samples.emplace_back().step = step;
    run.curvature_checks.emplace_back().step = step;
  }
  thin_out(run, {.burn_in = 100, .sample_interval = 10, .weight_every = 4, .curvature_every = 5});
  ASSERT_EQ(run.weight_samples.size(), 2u);
  EXPECT_EQ(run.weight_samples[0].step, 140u);
  EXPECT_EQ(run.weight_samples[1].step, 180u);
  ASSERT_EQ(run.curvature_checks.size(), 2u);
  EXPECT_EQ(run.curvature_checks[1].step, 200u);
}

}  // namespace
}  // namespace replicas
