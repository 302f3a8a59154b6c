// The comparison itself: two-sided, and no value slips through it.
#include "verify/check.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

namespace replicas {

TEST(Check, FailsAboveAndBelowTheLimit) {
  for (const double sign : {1.0, -1.0}) {
    EXPECT_FALSE(passes({"", 3 + sign * 6 * 0.1, 3, 0.1, 1}, 5));
    EXPECT_FALSE(passes({"", 3 + sign * 6 * 0.1, 3, 0.1, 1}));
    EXPECT_TRUE(passes({"", 3 + sign * 5 * 0.1, 3, 0.1, 1}));
  }
}

TEST(Check, FailsWhereAnythingIsNotANumber) {
  const double nan = std::numeric_limits<double>::quiet_NaN();
  EXPECT_FALSE(passes({"", nan, 0, 1, 1}));
  EXPECT_FALSE(passes({"", 0, 0, nan, 1}));
  EXPECT_FALSE(passes({"", std::numeric_limits<double>::infinity(), 0, 1, 1}));
  EXPECT_FALSE(passes(worst_check("", std::vector{0.0, nan, 1.0})));
  EXPECT_FALSE(passes(mean_check("", std::vector{1.0, nan, 2.0}, 1)));
}

TEST(Check, LimitsAreThoseOfTheNormalLaw) {
  EXPECT_NEAR(two_sided_limit(1e-8), z_limit, 1e-8);  // table `acceptance_limits` of oracles.json
  EXPECT_NEAR(two_sided_limit(1e-6), 4.891638476, 1e-8);
}

TEST(Check, AMeanOverFewValuesIsJudgedByStudent) {
  // t = 10 with 3 degrees of freedom has a two-sided probability of 2.128e-3: the normal number 3.072.
  const std::vector<double> values = {9 - std::sqrt(3.0), 9 + std::sqrt(3.0), 9 - std::sqrt(3.0), 9 + std::sqrt(3.0)};
  EXPECT_NEAR(mean_check("", values, -1).z(), 3.072, 0.1);
  EXPECT_NEAR(mean_check("", values, 19).z(), -3.072, 0.1);
}

TEST(Check, TheWorstOfManyMayBeLarger) {
  std::vector<double> z(1000, 0.0);
  z[7] = -6.5;
  EXPECT_TRUE(passes(worst_check("", z)));
  EXPECT_FALSE(passes(worst_check("", std::vector{-6.5})));
  z[7] = -7.5;
  EXPECT_FALSE(passes(worst_check("", z)));
}

TEST(Check, AnExactNumberPassesUpToItsTolerance) {
  EXPECT_TRUE(passes(exact_check("", 2 + 0.99e-6, 2, 1e-6)));
  EXPECT_FALSE(passes(exact_check("", 2 - 1.01e-6, 2, 1e-6)));
}

}  // namespace replicas
