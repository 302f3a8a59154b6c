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
  // Of two fresh examples the gradient on P others has a share 2 / (P + 2) of that.
  run.ensemble.dynamics.batch.draw = Batch::Draw::online;
  const double stored = run.ensemble.examples();
  EXPECT_NEAR(evaluated("batch_temperature", run).values[0] / column.values[0], stored / (stored + 2), 1e-12);
}

/// Variance of w in a well of small curvature k, times k, under steps whose gradients have noise of variance s2 and
/// nothing thermal: by the recursion of the covariance of (w, v) from 0 until it stands still.
double temperature_of_noise(double kept, double kick, double damping, double drift, double second, double s2) {
  constexpr double k = 1e-4;
  double ww = 0, wv = 0, vv = 0;
  for (int n = 0; n < 1'000'000; ++n) {
    // v <- kept v - kick (k w + noise), w <- w + drift v, v <- damping v, w <- w + second v.
    const double fresh_wv = kept * wv - kick * k * ww;
    const double fresh_vv = kept * kept * vv - 2 * kept * kick * k * wv + kick * kick * (k * k * ww + s2);
    const double moved = drift + second * damping;
    ww += 2 * moved * fresh_wv + moved * moved * fresh_vv;
    wv = damping * (fresh_wv + moved * fresh_vv);
    vv = damping * damping * fresh_vv;
  }
  return k * ww;
}

TEST(BatchNoise, AddsUpInVelocitiesThatAreKept) {
  Measurements run = sound_run();
  run.ensemble.dynamics.batch = {.size = 2};
  for (std::vector<ReplicaSums>& block : run.blocks)
    for (ReplicaSums& sums : block) sums.batch_noise2 = 4 * static_cast<double>(sums.count);
  const double s2 = 4 / static_cast<double>(run.ensemble.weights()), eta = run.ensemble.dynamics.step_sizes[0];
  const auto ratio = [&](double expected) { return evaluated("batch_temperature", run).values[0] / expected; };
  // To first order in eta k: a per mille is left of it at friction 1 and momentum 0.9.
  for (const double friction : {0.5, 1.0, 8.0}) {
    run.ensemble.dynamics.update = Update::baoab;
    run.ensemble.dynamics.friction = friction;
    const double h = std::sqrt(2 * eta);
    EXPECT_NEAR(ratio(temperature_of_noise(1, h, std::exp(-friction * h), h / 2, h / 2, s2)), 1, 2e-3) << friction;
  }
  run.ensemble.dynamics.update = Update::em;
  for (const double momentum : {0.5, 0.9}) {
    run.ensemble.dynamics.momentum = momentum;
    EXPECT_NEAR(ratio(temperature_of_noise(momentum, eta, 1, 1, 0, s2)), 1, 2e-3) << momentum;
  }
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
