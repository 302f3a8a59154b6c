// What two slices measured becomes what the whole would have: numbers that name their replica, in the order of the
// whole.
#include <gtest/gtest.h>

#include "formula/tiny_ensemble.h"
#include "observe/instruments/measurement_fields.h"

namespace replicas {
namespace {

/// Of a part of three replicas, every number naming its replica and its step.
Measurements measured(const ReplicaRange& owned) {
  Ensemble ensemble = tiny_ensemble(3);
  if (owned.count < ensemble.map().count()) ensemble.owned = owned;
  Measurements m{.ensemble = ensemble};
  m.steps = 20;
  const auto fill = [&](auto& values, double step) {
    for (std::size_t r = owned.first; r < owned.end(); ++r)
      values.push_back(static_cast<std::remove_reference_t<decltype(values[0])>>(10 * static_cast<double>(r) + step));
  };
  Sample sample;
  sample.step = 10;
  fill(sample[recorded::loss], 0.25);
  fill(sample[recorded::weight_norm2], 0.5);
  for (std::size_t r = owned.first; r < owned.end(); ++r)
    for (const float x : {static_cast<float>(r), 0.0f, 1.0f}) sample[recorded::active_points].push_back(x);
  m.warmup.push_back(sample);
  sample.step = 20;
  m.samples.push_back(sample);
  WeightSample weights;
  weights.step = 20;
  fill(weights[recorded::curvature_probe], 2);
  fill(weights[recorded::loss_of_weights], 3);
  m.weight_samples.push_back(weights);
  CurvatureCheck check;
  check.step = 20;
  fill(check[recorded::largest_eigenvalue], 4);
  m.curvature_checks.push_back(check);
  for (int cell = 0; cell < 2; ++cell) {
    m.cells.emplace_back();
    for (std::size_t r = owned.first; r < owned.end(); ++r)
      m.cells.back().push_back({.count = 1, .loss = 10 * static_cast<double>(r) + cell});
  }
  fill(m.start_loss, 5);
  return m;
}

TEST(JoinMeasurements, LaysRecordsEndToEnd) {
  const Measurements whole = measured({0, 3});
  Measurements joined{.ensemble = whole.ensemble};
  EXPECT_TRUE(join_measurements(joined, measured({0, 1})));
  EXPECT_TRUE(join_measurements(joined, measured({1, 2})));
  EXPECT_EQ(joined.steps, 20u);
  ASSERT_EQ(joined.warmup.size(), 1u);
  EXPECT_EQ(joined.warmup[0].step, 10u);
  ASSERT_EQ(joined.samples.size(), 1u);
  EXPECT_EQ(joined.samples[0].step, 20u);
  EXPECT_EQ(joined.samples[0][recorded::loss], whole.samples[0][recorded::loss]);
  EXPECT_EQ(joined.samples[0][recorded::weight_norm2], whole.samples[0][recorded::weight_norm2]);
  EXPECT_EQ(joined.samples[0][recorded::active_points], whole.samples[0][recorded::active_points]);
  EXPECT_EQ(joined.weight_samples[0][recorded::curvature_probe], whole.weight_samples[0][recorded::curvature_probe]);
  EXPECT_EQ(joined.weight_samples[0][recorded::loss_of_weights], whole.weight_samples[0][recorded::loss_of_weights]);
  EXPECT_EQ(joined.curvature_checks[0][recorded::largest_eigenvalue],
            whole.curvature_checks[0][recorded::largest_eigenvalue]);
  EXPECT_EQ(joined.start_loss, whole.start_loss);
  ASSERT_EQ(joined.cells.size(), 2u);
  for (std::size_t r = 0; r < 3; ++r) EXPECT_EQ(joined.cells[1][r].loss, whole.cells[1][r].loss);
}

TEST(JoinMeasurements, NamesDivergencesByTheirNumberInTheOrderOfTime) {
  Measurements first = measured({0, 1}), second = measured({1, 2}), joined{.ensemble = tiny_ensemble(3)};
  first.divergences = {{0, 20}};
  second.divergences = {{1, 10}, {0, 20}};
  EXPECT_TRUE(join_measurements(joined, first));
  EXPECT_TRUE(join_measurements(joined, second));
  ASSERT_EQ(joined.divergences.size(), 3u);
  const std::vector<std::pair<std::size_t, std::uint64_t>> expected = {{2, 10}, {0, 20}, {1, 20}};
  for (std::size_t i = 0; i < 3; ++i)
    EXPECT_EQ(std::pair(joined.divergences[i].replica, joined.divergences[i].step), expected[i]);
}

TEST(JoinMeasurements, RefusesSlicesThatLookedAtOtherMoments) {
  const auto joins = [](const Measurements& second) {
    Measurements joined{.ensemble = tiny_ensemble(3)};
    return join_measurements(joined, measured({0, 1})) && join_measurements(joined, second);
  };
  Measurements second = measured({1, 2});
  EXPECT_TRUE(joins(second));
  second.samples[0].step = 30;
  EXPECT_FALSE(joins(second));
  second = measured({1, 2});
  second.cells.pop_back();
  EXPECT_FALSE(joins(second));
  second = measured({1, 2});
  second.weight_samples.clear();
  EXPECT_FALSE(joins(second));
  second = measured({1, 2});
  second.steps = 30;
  EXPECT_FALSE(joins(second));
}

}  // namespace
}  // namespace replicas
