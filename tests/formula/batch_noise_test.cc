// The temperature that batches add, and what is said of it.
#include <gtest/gtest.h>

#include <cmath>

#include "formula/hand_made.h"
#include "formula/judged.h"

namespace replicas {
namespace {

using enum Verdict::Kind;

// Two measured steps with |g - grad L|^2 = 3 and 5, N weights, step size eta: T_B = eta 4 / (2 N).
TEST(BatchNoise, IsATemperature) {
  Measurements run = sound_run();
  EXPECT_TRUE(std::isnan(evaluated("batch_temperature", run).values[0]));  // no batches
  run.ensemble.dynamics.batch = {.size = 2};
  for (std::vector<ReplicaSums>& block : run.blocks)
    for (ReplicaSums& sums : block) sums.batch_noise2 = 4 * static_cast<double>(sums.count);
  const Column column = evaluated("batch_temperature", run);
  const double n = static_cast<double>(run.ensemble.weights());
  for (std::size_t t = 0; t < column.values.size(); ++t)
    EXPECT_NEAR(column.values[t] / (run.ensemble.dynamics.step_sizes[t] * 4 / (2 * n)), 1, 1e-12);
}

TEST(BatchNoise, IsJudgedBesideTheTemperature) {
  Measurements run = sound_run();
  const auto verdict = [&](double share) {  // at the last of three temperatures, less at the others
    std::vector<double> own = {0.1 * share * run.ensemble.temperatures[0], 0.1 * share * run.ensemble.temperatures[1],
                               share * run.ensemble.temperatures[2]};
    return judged(judge_batches, {column("batch_temperature", own, std::vector<double>(3, 0))}, run);
  };
  EXPECT_TRUE(verdict(0.5).empty());  // all examples at every step
  run.ensemble.dynamics.batch = {.size = 2};
  EXPECT_FALSE(sentence_of(verdict(0.0099), "batches", good).empty());
  EXPECT_NE(sentence_of(verdict(0.0101), "batches", note).find("T_B = 0.01 T at T = 0.004"), std::string::npos)
      << all_of(verdict(0.0101));
  EXPECT_FALSE(sentence_of(verdict(0.0999), "batches", note).empty());
  EXPECT_FALSE(sentence_of(verdict(0.101), "batches", failure).empty());
  EXPECT_FALSE(sentence_of(judged(judge_batches, {}, run), "not_tested", note).empty());
  run.gradient_descent = true;
  EXPECT_TRUE(verdict(0.5).empty());
}

}  // namespace
}  // namespace replicas
