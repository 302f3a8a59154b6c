#include "command/parse_values.h"

#include <gtest/gtest.h>

#include "model/error.h"

namespace replicas {
namespace {

TEST(ParseValues, SeedsKeepAll64Bits) {
  EXPECT_EQ(parse_seed("18446744073709551615"), ~0ull);
  EXPECT_EQ(parse_seed("0xffffffffffffffff"), ~0ull);
  EXPECT_EQ(parse_seed("1e6"), 1000000u);
  for (const char* text : {"", "-1", "18446744073709551616", "0x", "0x1ffffffffffffffff", "1.0", " 1", "1e-3"})
    EXPECT_THROW(parse_seed(text), Error) << text;
}

TEST(ParseValues, PriorIsAWidthOrAWidthPerFanIn) {
  EXPECT_FALSE(parse_prior("0.7").per_fan_in);
  EXPECT_EQ(parse_prior("0.7").strength, 0.7);
  EXPECT_TRUE(parse_prior("2/fan-in").per_fan_in);
  EXPECT_EQ(parse_prior("2/fan-in").strength, 2);
  EXPECT_THROW(parse_prior("/fan-in"), Error);
}

TEST(ParseValues, StepSizeHasFourForms) {
  EXPECT_EQ(parse_step_size("auto").kind, StepSizeOption::Kind::automatic);
  EXPECT_EQ(parse_step_size("0.1").kind, StepSizeOption::Kind::constant);
  EXPECT_EQ(parse_step_size("1e-6/T").kind, StepSizeOption::Kind::over_temperature);
  EXPECT_EQ(parse_step_size("1,2,3").values, (std::vector<double>{1, 2, 3}));
  for (const char* text : {"", "0", "-1", "nan", "inf", "/T", "1,", "auto,1", "1e-400", "1e400"})
    EXPECT_THROW(parse_step_size(text), Error) << text;
}

TEST(ParseValues, BurnInIsRoundedUpToWholeSamples) {
  EXPECT_EQ(parse_burn_in("30%", 150000, 50), 45000u);
  EXPECT_EQ(parse_burn_in("101", 1000, 50), 150u);
  EXPECT_EQ(parse_burn_in("0", 1000, 50), 0u);
  EXPECT_EQ(parse_burn_in("1e3", 10000, 50), 1000u);
  EXPECT_THROW(parse_burn_in("1000", 1000, 50), Error);
}

TEST(ParseValues, TimesHaveUnitsAndAPlainNumberHasThatOfItsOption) {
  EXPECT_EQ(parse_seconds("--x", "300"), 300);
  EXPECT_EQ(parse_seconds("--x", "300s"), 300);
  EXPECT_EQ(parse_seconds("--x", "5min"), 300);
  EXPECT_EQ(parse_seconds("--x", "0.5h"), 1800);
  EXPECT_EQ(parse_seconds("--x", "2d"), 172800);
  EXPECT_EQ(parse_seconds("--x", "0.5", 3600), 1800);
  EXPECT_EQ(parse_seconds("--x", "5min", 3600), 300);
  for (const char* text : {"", "min", "-1", "nan", "inf", "1e10", "5m", "5 min", "1h30min"})
    EXPECT_THROW(parse_seconds("--x", text), Error) << text;
}

TEST(ParseValues, NearWordsAreSuggestedAndFarOnesAreNot) {
  EXPECT_EQ(did_you_mean("tmps", {"temps", "steps", "out"}), "temps");
  EXPECT_EQ(did_you_mean("completely", {"temps", "steps", "out"}), "");
}

}  // namespace
}  // namespace replicas
