#include "run/field_values.h"

#include <gtest/gtest.h>

#include <set>

#include "expect_error.h"
#include "run/fields.h"
#include "run/settle.h"

namespace replicas {
namespace {

TEST(FieldValues, SeedsKeepAll64Bits) {
  EXPECT_EQ(parse_seed("18446744073709551615"), ~0ull);
  EXPECT_EQ(parse_seed("0xffffffffffffffff"), ~0ull);
  EXPECT_EQ(parse_seed("1e6"), 1000000u);
  for (const char* text : {"", "-1", "18446744073709551616", "0x", "0x1ffffffffffffffff", "1.0", " 1", "1e-3"})
    EXPECT_THROW(parse_seed(text), Error) << text;
}

TEST(FieldValues, PriorIsAWidthOrAWidthPerFanIn) {
  EXPECT_FALSE(parse_prior("0.7").per_fan_in);
  EXPECT_EQ(parse_prior("0.7").strength, 0.7);
  EXPECT_TRUE(parse_prior("2/fan-in").per_fan_in);
  EXPECT_EQ(parse_prior("2/fan-in").strength, 2);
  EXPECT_THROW(parse_prior("/fan-in"), Error);
}

TEST(FieldValues, StepSizeHasFourForms) {
  EXPECT_EQ(parse_step_size("auto").kind, StepSizeRule::Kind::automatic);
  EXPECT_EQ(parse_step_size("0.1").kind, StepSizeRule::Kind::constant);
  EXPECT_EQ(parse_step_size("1e-6/T").kind, StepSizeRule::Kind::over_temperature);
  EXPECT_EQ(parse_step_size("1,2,3").values, (std::vector<double>{1, 2, 3}));
  for (const char* text : {"", "0", "-1", "nan", "inf", "/T", "1,", "auto,1", "1e-400", "1e400"})
    EXPECT_THROW(parse_step_size(text), Error) << text;
}

TEST(FieldValues, BurnInIsAShareOrANumber) {
  EXPECT_EQ(parse_burn_in("30%").percent, 30);
  EXPECT_FALSE(parse_burn_in("30%").steps.has_value());
  EXPECT_EQ(parse_burn_in("1e3").steps, 1000u);
  for (const char* text : {"100%", "-1%", "x%", "%", "1.5", "-3", ""}) EXPECT_THROW(parse_burn_in(text), Error) << text;
}

TEST(FieldValues, WholeNumbersAreDecimalAndKeepTheirSign) {
  EXPECT_EQ(parse_whole("x", "1e7"), 10000000);
  EXPECT_EQ(parse_whole("x", "-3"), -3);
  for (const char* text : {"010", "0x10", "1.5", "", "-", "9223372036854775808"})
    EXPECT_THROW(parse_whole("x", text), Error) << text;
}

// What help and documents call the default of a field is what a request has that does not name it.
TEST(Fields, TheirDefaultsAreThoseOfARequest) {
  std::size_t compared = 0;
  for (const Field& field : fields()) {
    const Request untouched;
    const std::string standard = field.standard();
    if (field.flag() || standard.empty()) continue;
    Request request;
    field.parse(request, standard);
    EXPECT_EQ(field.print(request), field.print(untouched)) << field.key;
    ++compared;
  }
  EXPECT_GT(compared, 20u);
}

TEST(Fields, EveryKeyIsThereOnceAndEveryChoiceIsTaken) {
  std::set<std::string> keys;
  for (const Field& field : fields()) {
    EXPECT_TRUE(keys.insert(field.key).second) << field.key;
    EXPECT_EQ(replicas::field(field.key), &field);
    for (const std::string& choice : field.choices) {
      Request request;
      EXPECT_NO_THROW(field.parse(request, choice)) << field.key << " " << choice;
    }
  }
  EXPECT_EQ(field("no-such-field"), nullptr);
}

Request lengths(std::uint64_t steps, const char* burn_in, std::uint64_t sample_interval) {
  Request request;
  request.physics.steps = steps;
  request.physics.burn_in_rule = parse_burn_in(burn_in);
  request.physics.sample_interval = sample_interval;
  request.given = {"steps", "burn-in", "sample-interval"};
  return request;
}

TEST(Settle, RoundsBurnInUpToWholeSamples) {
  const auto settled = [](std::uint64_t steps, const char* burn_in, std::uint64_t interval) {
    Request request = lengths(steps, burn_in, interval);
    settle(request);
    return request.physics.burn_in;
  };
  EXPECT_EQ(settled(150000, "30%", 50), 45000u);
  EXPECT_EQ(settled(1000, "101", 50), 150u);
  EXPECT_EQ(settled(1000, "0", 50), 0u);
  EXPECT_EQ(settled(10000, "1e3", 50), 1000u);
  Request all = lengths(1000, "1000", 50);
  expect_error([&] { settle(all); }, ErrorKind::bad_value, "<burn-in> 1000", "<steps> 1000");
}

TEST(FieldValues, TimesHaveUnitsAndAPlainNumberHasThatOfItsOption) {
  EXPECT_EQ(parse_seconds("x", "300"), 300);
  EXPECT_EQ(parse_seconds("x", "300s"), 300);
  EXPECT_EQ(parse_seconds("x", "5min"), 300);
  EXPECT_EQ(parse_seconds("x", "0.5h"), 1800);
  EXPECT_EQ(parse_seconds("x", "2d"), 172800);
  EXPECT_EQ(parse_seconds("x", "0.5", 3600), 1800);
  EXPECT_EQ(parse_seconds("x", "5min", 3600), 300);
  for (const char* text : {"", "min", "-1", "nan", "inf", "1e10", "5m", "5 min", "1h30min"})
    EXPECT_THROW(parse_seconds("x", text), Error) << text;
}

TEST(FieldValues, NearWordsAreSuggestedAndFarOnesAreNot) {
  EXPECT_EQ(did_you_mean("tmps", {"temps", "steps", "out"}), "temps");
  EXPECT_EQ(did_you_mean("completely", {"temps", "steps", "out"}), "");
}

}  // namespace
}  // namespace replicas
