#include "show/number.h"

#include <gtest/gtest.h>

#include <limits>

namespace replicas {
namespace {

constexpr double missing = std::numeric_limits<double>::quiet_NaN();
constexpr Notation fixed = Notation::fixed, scientific = Notation::scientific;

TEST(Number, HasTheDigitsAskedFor) {
  EXPECT_EQ(number(0.042, 2, fixed), "0.042");
  EXPECT_EQ(number(1.0034, 4, fixed), "1.003");
  EXPECT_EQ(number(0.9996, 3, fixed), "1.00");
  EXPECT_EQ(number(15234.4, 3, fixed), "15234");
  EXPECT_EQ(number(2.1544e-5, 3, scientific), "2.15e-5");
  EXPECT_EQ(number(9.996e-5, 3, scientific), "1.00e-4");
  EXPECT_EQ(number(-3.2e7, 2, scientific), "-3.2e7");
  EXPECT_EQ(number(1.5, 3, scientific), "1.50");
  EXPECT_EQ(number(0, 3, scientific), "0.00");
}

TEST(Number, ShowsAnErrorInTheLastDigits) {
  EXPECT_EQ(number(24.08, 0.3, 3, fixed), "24.1(3)");
  EXPECT_EQ(number(24.08, 0.13, 3, fixed), "24.08(13)");
  EXPECT_EQ(number(24.08, 0.0194, 3, fixed), "24.080(19)");
  EXPECT_EQ(number(24.08, 0.0195, 3, fixed), "24.08(2)");
  EXPECT_EQ(number(24.08, 0.0996, 3, fixed), "24.08(10)");
  EXPECT_EQ(number(-24.08, 3, 3, fixed), "-24(3)");
  EXPECT_EQ(number(12345, 234, 3, fixed), "12300(200)");
  EXPECT_EQ(number(12345, 12.3, 3, fixed), "12345(12)");
  EXPECT_EQ(number(1.184e-4, 2e-6, 3, scientific), "1.18(2)e-4");
  EXPECT_EQ(number(9.9997e-5, 3e-8, 3, scientific), "1.0000(3)e-4");
}

TEST(Number, AnErrorAboveTheValueKeepsItsPlace) {
  EXPECT_EQ(number(0.001, 0.02, 3, fixed), "0.00(2)");
  EXPECT_EQ(number(-0.001, 0.02, 3, fixed), "0.00(2)");
  EXPECT_EQ(number(1e-8, 1e-4, 3, scientific), "0.0(10)e-4");
  EXPECT_EQ(number(1e-8, 3e-4, 3, scientific), "0(3)e-4");
}

TEST(Number, WithoutAnErrorIsPlain) {
  for (const double error : {missing, 0.0, -1.0, std::numeric_limits<double>::infinity()})
    EXPECT_EQ(number(24.08, error, 3, fixed), "24.1");
  EXPECT_EQ(number(missing, 0.1, 3, fixed), "-");
  EXPECT_EQ(number(std::numeric_limits<double>::infinity(), 0.1, 3, scientific), "-");
}

TEST(Number, IsShortInFixedBetweenAThousandthAndAHundredThousand) {
  for (const double value : {0.0, 1e-3, -24.0, 99999.0, missing}) EXPECT_TRUE(short_in_fixed(value)) << value;
  for (const double value : {9.9e-4, -1e-5, 1e5}) EXPECT_FALSE(short_in_fixed(value)) << value;
}

}  // namespace
}  // namespace replicas
