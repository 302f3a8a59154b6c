#include "model/ladder.h"

#include <gtest/gtest.h>

#include <string>

#include "model/error.h"

namespace replicas {
namespace {

TEST(Ladder, RangeHasBothEndsAndThreeRungsPerDecade) {
  const Ladder ladder = parse_ladder("1e-5:1e-2");
  ASSERT_EQ(ladder.size(), 10u);
  EXPECT_EQ(ladder.front(), 1e-5);
  EXPECT_EQ(ladder.back(), 1e-2);
  EXPECT_EQ(ladder[3], 1e-4);
  EXPECT_NEAR(ladder[1], 1e-5 * std::pow(10.0, 1.0 / 3), 5e-6 * 3e-5);
}

TEST(Ladder, EndsAreExactAndInnerRungsHaveSixDigits) {
  const Ladder ladder = parse_ladder("1.23456789e-5:9.87654321e-3:3");
  EXPECT_EQ(ladder.front(), 1.23456789e-5);
  EXPECT_EQ(ladder[1], 0.000349189);  // the geometric mean, 3.4918854e-4
  EXPECT_EQ(ladder.back(), 9.87654321e-3);
}

TEST(Ladder, CountAndListAreTakenAsGiven) {
  EXPECT_EQ(parse_ladder("1:100:3"), (Ladder{1, 10, 100}));
  EXPECT_EQ(parse_ladder("0.5,1,7"), (Ladder{0.5, 1, 7}));
  EXPECT_EQ(parse_ladder("1e-3"), (Ladder{1e-3}));
}

TEST(Ladder, ARoundedLadderIsReadBackUnchanged) {
  const Ladder ladder = parse_ladder("1e-5:1e-2");
  std::string list;
  for (const double temperature : ladder) list += (list.empty() ? "" : ",") + fmt::format("{}", temperature);
  EXPECT_EQ(parse_ladder(list), ladder);
}

TEST(Ladder, RefusesWhatIsNotALadder) {
  for (const char* text : {"",        ":",      "1:",    ":1",        "1:2:",  "1:2:3:4", "1,,2",
                           "1,1",     "2,1",    "2:1",   "1:1",       "0",     "-1:1",    "nan",
                           "inf:inf", "1e-999", "1:2:1", "1:2:10001", "1e-3 ", "0x1",     "1:1.0000001:1000"}) {
    EXPECT_THROW(parse_ladder(text), Error) << text;
  }
}

}  // namespace
}  // namespace replicas
