#include "observe/statistics/jackknife.h"

#include <gtest/gtest.h>

#include <cmath>
#include <numeric>

#include "observe/statistics/moments.h"
#include "physics/noise.h"

namespace replicas {
namespace {

double number(std::size_t i, std::uint64_t seed) {
  return static_cast<double>(noise(seed, Purpose::bootstrap, 0, 1 << 20, 0, i));
}

std::vector<std::size_t> first(std::size_t count) {
  std::vector<std::size_t> chains(count);
  std::iota(chains.begin(), chains.end(), 0u);
  return chains;
}

TEST(Jackknife, OfAMeanIsTheUsualStandardError) {
  const auto mean = [](std::span<const std::size_t> chains) {
    double sum = 0;
    for (const std::size_t chain : chains) sum += number(chain, 1);
    return sum / static_cast<double>(chains.size());
  };
  Moments all;
  for (std::size_t i = 0; i < 16; ++i) all.add(number(i, 1));
  const Jackknife one = jackknife(first(16), mean);
  EXPECT_NEAR(one.variance / (all.squares / 15 / 16), 1, 1e-12);
  EXPECT_EQ(one.freedom, 15);
  EXPECT_TRUE(std::isnan(jackknife(first(1), mean).variance));

  // With more chains than groups the expectation is the same: a chi-square with 127 degrees of freedom over 1000.
  const Jackknife many = jackknife(first(1000), mean);
  EXPECT_EQ(many.freedom, 127);
  EXPECT_NEAR(many.variance * 1000, 1, 5.73 * std::sqrt(2.0 / 127));
}

TEST(Jackknife, OfARatioHasTheErrorOfTheDeltaMethod) {
  // f = mean(x^2) / mean(y) with x normal and y = 2 + normal: variance (2 / 4 + (1 / 4)^2) / n to first order.
  const auto ratio = [](std::span<const std::size_t> chains) {
    double x2 = 0, y = 0;
    for (const std::size_t chain : chains) {
      x2 += number(chain, 1) * number(chain, 1);
      y += 2 + number(chain, 2);
    }
    return x2 / y;
  };
  constexpr std::size_t n = 120;
  const Jackknife one = jackknife(first(n), ratio);
  // x^2 has kurtosis 15: the estimated variance has relative deviation about sqrt(14 / n).
  EXPECT_NEAR(one.variance * n / (0.5 + 1.0 / 16), 1, 5.73 * std::sqrt(14.0 / n));
}

TEST(Moments, MergeWithoutLosingDigits) {
  Moments whole, left, right;
  CoMoments pairs;
  for (int i = 0; i < 1000; ++i) {
    const double x = 1e9 + (i % 7);  // variance 4 beside a square of 1e18
    whole.add(x);
    (i < 300 ? left : right).add(x);
    pairs.add(x, 2 * x);
  }
  left.add(right);
  double exact = 0, mean = 0;
  for (int i = 0; i < 1000; ++i) mean += (i % 7) / 1000.0;
  for (int i = 0; i < 1000; ++i) exact += (i % 7 - mean) * (i % 7 - mean) / 1000.0;
  EXPECT_NEAR(whole.variance(), exact, 1e-6);
  EXPECT_NEAR(left.variance(), exact, 1e-6);
  EXPECT_NEAR(pairs.covariance(), 2 * exact, 1e-6);
  EXPECT_EQ(left.count, 1000);
  EXPECT_TRUE(std::isnan(Moments{}.variance()));
}

}  // namespace
}  // namespace replicas
