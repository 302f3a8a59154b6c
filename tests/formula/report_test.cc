#include "show/report.h"

#include <gtest/gtest.h>

#include "formula/small_results.h"

namespace replicas {
namespace {

TEST(Report, SaysWhatFailedFirst) {
  EXPECT_EQ(report(small_results(), 60),
            R"(10-24-24-3 tanh, 939 weights, 2 temperatures x 16 replicas,
150000 steps (45000 of them burn-in), update em, seed 1

FAILED  The loss drifts at T = 0.01; use more --steps.
note    P*T is 0.32 at T = 0.01: not the wall regime.
ok      R-hat is at most 1.009.

1 failed, 1 note, 1 ok
)");
}

TEST(Report, IndentsWhatDoesNotFitALine) {
  EXPECT_EQ(sentences(small_results(), 40),
            "FAILED  The loss drifts at T = 0.01; use\n        more --steps.\n"
            "note    P*T is 0.32 at T = 0.01: not the\n        wall regime.\n"
            "ok      R-hat is at most 1.009.\n");
}

TEST(Report, FailsWhenAnyVerdictDoes) {
  Results results = small_results();
  EXPECT_TRUE(failed(results));
  results.verdicts.pop_back();
  EXPECT_FALSE(failed(results));
}

TEST(Report, WritesControlCharactersOfAFileVisibly) {
  Results results;
  results.verdicts = {{Verdict::Kind::good, "crafted", "clear \x1b[2J it"}};
  EXPECT_EQ(sentences(results, 80), "ok      clear \\x1b[2J it\n");
}

}  // namespace
}  // namespace replicas
