// Elementary functions in float against the rounded operation and against double.
#include "physics/elementary.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

namespace replicas {
namespace {

// Of all 1.06e9 floats from the smallest normal one to 1, each was compared once; here one in 101.
TEST(OverOnePlus, HasTheBitsOfTheDivision) {
  EXPECT_EQ(over_one_plus(0.0f), 0.0f);
  std::int64_t different = 0;
  for (std::int32_t bits = 0x00800000; bits <= 0x3F800000; bits += 101) {
    const float q = from_int_bits(bits);
    different += over_one_plus(q) == q / (1.0f + q) ? 0 : 1;
  }
  EXPECT_EQ(different, 0);
  EXPECT_EQ(over_one_plus(1.0f), 0.5f);
}

TEST(HyperbolicTangent, IsWithinThreeRoundings) {
  for (float x = -10; x < 10; x += 0.00137f)
    ASSERT_NEAR(hyperbolic_tangent(x) / std::tanh(static_cast<double>(x)), 1, 3 * 0x1p-24) << x;
}

/// Largest error of `got` over [-span, span]: relative to the exact value, or absolute.
template <class Got, class Exact>
double worst(Got got, Exact exact, float span, bool relative) {
  double result = 0;
  for (float x = -span; x < span; x += span * 0x1p-17f) {
    const double right = exact(static_cast<double>(x));
    const double error = std::fabs(static_cast<double>(got(x)) - right);
    result = std::max(result, relative && right != 0 ? error / std::fabs(right) : error);
  }
  return result;
}

// In units of 2^-24, half the distance of two floats just below 1: each bound is what the chain of roundings gives (one
// for every operation after the polynomial, and that of exp where there is one), as for tanh above.
constexpr double rounding = 0x1p-24;

TEST(LogisticFunction, IsWithinFiveRoundings) {
  const auto exact = [](double x) { return 1 / (1 + std::exp(-x)); };
  EXPECT_LT(worst([](float x) { return logistic_function(x); }, exact, 80, true), 5 * rounding);
  EXPECT_EQ(logistic_function(0.0f), 0.5f);
  EXPECT_EQ(logistic_function(100.0f), 1.0f);
}

TEST(SoftPlus, IsWithinSixRoundings) {
  const auto exact = [](double x) { return std::fmax(x, 0) + std::log1p(std::exp(-std::fabs(x))); };
  EXPECT_LT(worst([](float x) { return soft_plus(x); }, exact, 80, true), 6 * rounding);
}

TEST(ErrorFunction, IsWithinThreeRoundings) {
  const auto exact = [](double x) { return std::erf(x); };
  EXPECT_LT(worst([](float x) { return error_function(x); }, exact, 6, true), 3 * rounding);
  EXPECT_EQ(error_function(0.0f), 0.0f);
  EXPECT_EQ(error_function(-7.0f), -1.0f);
}

TEST(Exponential, IsWithinFourRoundings) {
  const auto exact = [](double x) { return std::exp(x); };
  EXPECT_LT(worst([](float x) { return exponential(x); }, exact, 86, true), 4 * rounding);
  EXPECT_EQ(exponential(0.0f), 1.0f);
}

// Absolute, since near a zero far from 0 the relative error has no bound: one rounding of x - n pi below 2, one of the
// result below 1, and the polynomial's 6e-9.
TEST(SineAndCosine, AreWithinTwoRoundingsOfOne) {
  const auto sin = [](double x) { return std::sin(x); };
  const auto cos = [](double x) { return std::cos(x); };
  for (const float span : {3.0f, 100.0f, 10000.0f}) {
    EXPECT_LT(worst([](float x) { return sine(x); }, sin, span, false), 2.2 * rounding) << span;
    EXPECT_LT(worst([](float x) { return cosine(x); }, cos, span, false), 2.2 * rounding) << span;
  }
  EXPECT_LT(worst([](float x) { return sine(x); }, sin, 1.5f, true), 3 * rounding);
}

}  // namespace
}  // namespace replicas
