#include "model/number_in.h"

#include <gtest/gtest.h>

namespace replicas {
namespace {

TEST(WholeNumber, PowersOfTenAreWrittenAsPeopleDo) {
  EXPECT_EQ(whole_number("0"), 0u);
  EXPECT_EQ(whole_number("150000"), 150000u);
  EXPECT_EQ(whole_number("1e6"), 1000000u);
  EXPECT_EQ(whole_number("1E7"), 10000000u);
  EXPECT_EQ(whole_number("1e+7"), 10000000u);
  EXPECT_EQ(whole_number("2.5e6"), 2500000u);
  EXPECT_EQ(whole_number("1.50e1"), 15u);
  EXPECT_EQ(whole_number("0e99"), 0u);
  EXPECT_EQ(whole_number("0.001e3"), 1u);
}

TEST(WholeNumber, NoDigitIsLostAt64Bits) {
  EXPECT_EQ(whole_number("18446744073709551615"), ~0ull);
  EXPECT_EQ(whole_number("1.8446744073709551615e19"), ~0ull);
  EXPECT_EQ(whole_number("9007199254740993e0"), 9007199254740993ull);  // 2^53 + 1, which no double is
  EXPECT_FALSE(whole_number("18446744073709551616"));
  EXPECT_FALSE(whole_number("1e20"));
  EXPECT_FALSE(whole_number("1e2147483648"));
}

TEST(WholeNumber, WhatIsNoCountIsNone) {
  for (const char* text :
       {"",   "-1", "+1",   "1.5",   "1.0",   "1.",    ".5",  "1e",  "e3",  "1e-3",  "1.55e1", "1e3x",
        " 1", "1 ", "0x10", "1_000", "1,000", "1e1.5", "nan", "inf", "1e+", "1e+-3", "1e++3"})
    EXPECT_FALSE(whole_number(text)) << text;
}

}  // namespace
}  // namespace replicas
