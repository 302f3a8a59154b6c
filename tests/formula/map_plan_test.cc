// What a curvature map may cost: the planned products stay within the share asked for.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "observe/instruments/curvature_map.h"

namespace replicas {
namespace {

TEST(MapPlan, KeepsToItsShareAtAnyLength) {
  for (const double cost : {16.0, 50.0, 200.0})
    for (const double share : {0.01, 0.05, 0.2, 1.0})
      for (const std::uint64_t steps : {20000u, 50000u, 150000u, 1000000u, 100000000u}) {
        const MapPlan plan = plan_map(steps, share, cost);
        EXPECT_LE(plan.products() * cost, std::max(share * static_cast<double>(steps), 94.0 * cost))
            << share << " of " << steps << " at " << cost;
        EXPECT_GE(plan.axes_moments, 1);
      }
}

TEST(MapPlan, TheDefaultSweepAffordsAllOfIt) {
  EXPECT_EQ(plan_map(150000, 0.2, 16).products(), MapPlan().products());
  EXPECT_LT(plan_map(10000, 0.2, 16).products(), MapPlan().products());
  EXPECT_EQ(plan_map(10000, 0.2, 16).windows, 0);
}

TEST(MapPlan, NoShareNoMap) { EXPECT_EQ(plan_map(150000, 0, 16).axes_moments, 0); }

TEST(Bins, TakeWhatLiesBeyondTheirEnds) {
  EXPECT_EQ(margin_bins.of(-1e30), 0u);
  EXPECT_EQ(margin_bins.of(-INFINITY), 0u);
  EXPECT_EQ(margin_bins.of(INFINITY), margin_bins.count - 1);
  EXPECT_EQ(margin_bins.of(NAN), 0u);
  EXPECT_EQ(margin_bins.of(-10 + 0.75), 1u);
}

}  // namespace
}  // namespace replicas
