// Judges of numbers that are set by hand: each objects to a number that is off by much and known to be, not to one that
// is off by little or not known, and says what it could not test.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "formula/judged.h"
#include "observe/rounding.h"

namespace replicas {
namespace {

using enum Verdict::Kind;
const double none = std::nan("");

bool says(const std::vector<Verdict>& verdicts, const std::string& words) {
  return all_of(verdicts).find(words) != std::string::npos;
}

TEST(Judges, AdviceUnderAutoIsNotAuto) {
  const std::vector<Column> hot = {column("t_conf", 1.5, 0.01), column("step_curvature", 3, 0)};
  Measurements run = sound_run();
  EXPECT_TRUE(says(judged(judge_step_size, hot, run), "use a smaller <step-size>, or auto"));
  run.automatic_step_size = true;
  const std::vector<Verdict> verdicts = judged(judge_step_size, hot, run);
  EXPECT_TRUE(says(verdicts, "in place of auto's <step-size> try <step-size> 0.025,0.025,0.025")) << all_of(verdicts);
  EXPECT_FALSE(says(verdicts, "or auto")) << all_of(verdicts);
}

TEST(Judges, ATemperatureThatIsHardlyKnownIsNotTested) {
  const auto untested = [](double t_conf, double error) {
    return sentence_of(judged(judge_step_size, {column("t_conf", t_conf, error), column("step_curvature", 0.1, 0),
                                                column("step_bias", 0, 0), column("loss_mean", 1, 0.01)}),
                       "not_tested", note);
  };
  EXPECT_EQ(untested(1.02, 0.01).find("configurational"), std::string::npos);
  EXPECT_NE(untested(2.5, 7.9).find("the configurational temperature"), std::string::npos);
  EXPECT_NE(untested(1.5, none).find("the configurational temperature"), std::string::npos);
}

TEST(Judges, NoAlarmNamesWhatWasAsked) {
  const std::vector<Column> all = {column("t_conf", 1, 0.01), column("step_curvature", 0.1, 0),
                                   column("step_bias", 1e-5, 1e-5), column("loss_mean", 1, 0.01)};
  EXPECT_TRUE(
      says(judged(judge_step_size, all), "no alarm from curvature, predicted bias, configurational temperature"));
  const std::vector<Verdict> some = judged(judge_step_size, {all[1]});
  EXPECT_TRUE(says(some, "no alarm from curvature.")) << all_of(some);
  EXPECT_FALSE(sentence_of(some, "not_tested", note).empty());
  EXPECT_EQ(sentence_of(judged(judge_step_size, {}), "step_size", good), "");
}

/// d_mean at the three temperatures 1e-3, 2e-3, 4e-3, and d_var / d_mean - 1.
std::vector<Verdict> response(std::vector<double> d_mean, std::vector<double> excess, double error) {
  return judged(judge_fluctuations, {column("d_mean", std::move(d_mean), std::vector<double>(3, 10 * error)),
                                     column("d_excess", std::move(excess), std::vector<double>(3, error))});
}

TEST(Judges, TheEndsOfALadderAreComparedToo) {
  // d_mean constant: its slope is 0, and so has d_var / d_mean - 1 to be.
  EXPECT_TRUE(says(response({10, 10, 10}, {0.02, -0.02, 0.01}, 0.01), "Fluctuations and response agree"));
  EXPECT_TRUE(says(response({10, 10, 10}, {0.54, 0.54, 0}, 0.01), "differ at T = 0.001"));
  EXPECT_TRUE(says(response({10, 10, 10}, {0, 0.54, 0.54}, 0.01), "differ at T = 0.002"));
  // d_mean ~ T: 1 at each. Between two that differ, the slope may be anything between them.
  EXPECT_TRUE(says(response({10, 20, 40}, {1, 1, 1}, 0.01), "Fluctuations and response agree"));
  EXPECT_TRUE(says(response({10, 20, 30}, {1, 0.8, 0.4}, 0.01), "Fluctuations and response agree"));
  EXPECT_TRUE(says(response({10, 20, 40}, {0, 0, 0}, 0.01), "differ at T = 0.001 and 0.002"));
  // Known too badly to differ.
  EXPECT_FALSE(says(response({10, 10, 10}, {0.54, 0.54, 0.54}, 0.2), "differ"));
}

TEST(Judges, TwoTemperaturesAreCompared) {
  Measurements run{.ensemble = tiny_ensemble(4, {1e-3, 1e-2})};
  const auto verdict = [&](double excess, double error) {
    return judged(judge_fluctuations,
                  {column("d_mean", {10, 10}, {0.1, 0.1}), column("d_excess", {excess, excess}, {error, error})}, run);
  };
  EXPECT_TRUE(says(verdict(0.54, 0.01), "differ at T = 0.001"));
  EXPECT_TRUE(says(verdict(0.02, 0.01), "agree"));
  EXPECT_TRUE(says(verdict(0.54, none), "whether fluctuations and response agree (it needs standard errors"));
  run.ensemble = tiny_ensemble(4, {1e-3});
  EXPECT_TRUE(says(judged(judge_fluctuations, {column("d_mean", {10}, {0.1}), column("d_excess", {0}, {0.01})}, run),
                   "it needs two temperatures"));
}

TEST(Judges, HeavyFluctuationsHaveToBeKnown) {
  EXPECT_TRUE(says(response({10, 20, 40}, {1.5, 1.5, 1.5}, 0.1), "Heavy fluctuations"));
  EXPECT_FALSE(says(response({10, 20, 40}, {1.5, 1.5, 1.5}, 1), "Heavy fluctuations"));
}

// L = 0.2 is 2^24 times 1.2e-8: at T = 1e-9, where its fluctuations are 4e-9, the float can no longer show them.
TEST(Judges, RoundingIsNotBlamedOnTheStepSize) {
  Measurements run{.ensemble = tiny_ensemble(4, {1e-9, 1e-6, 1e-3})};
  const std::vector<Column> columns = {column("loss_mean", 0.2, 1e-10), column("d_var", {90, 30, 30}, {1, 1, 1}),
                                       column("d_mean", 30, 0.5), column("d_excess", {2, 0, 0}, {0.1, 0.1, 0.1})};
  Results results;
  results.columns = columns;
  EXPECT_EQ(rounded_away(Digest(run), results), (std::vector<bool>{true, false, false}));
  const std::vector<Verdict> verdicts = judged(judge_fluctuations, columns, run);
  EXPECT_NE(sentence_of(verdicts, "rounding", note).find("float32 shakes the loss at T = 1e-09"), std::string::npos);
  EXPECT_FALSE(says(verdicts, "the step size is too large")) << all_of(verdicts);
}

TEST(Judges, ABowlNeedsErrorBars) {
  const auto verdict = [](double ratio, double error) {
    return judged(judge_map, {column("stiff_ratio", ratio, error), column("stiff_kurtosis", 0, 0.1)});
  };
  EXPECT_TRUE(says(verdict(1.01, 0.02), "As in a quadratic bowl"));
  EXPECT_TRUE(says(verdict(2, 0.02), "Not a quadratic bowl at every temperature"));
  EXPECT_FALSE(says(verdict(1.01, none), "uadratic bowl, "));
  EXPECT_TRUE(
      says(verdict(1.01, none), "whether the stiff directions are those of a quadratic bowl at every temperature"));
  EXPECT_TRUE(says(judged(judge_map, {}), "no curvature map was made"));
  EXPECT_TRUE(says(judged(judge_map, {}), "whether the replicas sit in one basin"));
}

TEST(Judges, TheClockIsReadOrNotKnown) {
  // Three temperatures a factor 2 apart, one step size.
  const auto clock = [](double a, double b, double c, double relative) {
    return sentence_of(judged(judge_clock, {column("tau", {a, b, c}, {a * relative, b * relative, c * relative})}),
                       "clock", relative < 0.2 ? good : note);
  };
  EXPECT_NE(clock(100, 100, 100, 0.01).find("on the clock t = eta x steps"), std::string::npos);
  EXPECT_NE(clock(100, 50, 25, 0.01).find("on the clock T t"), std::string::npos);
  EXPECT_NE(clock(100, 200, 400, 0.01).find("neither t nor T t"), std::string::npos);
  EXPECT_NE(clock(100, 100, 100, 0.5).find("is not known"), std::string::npos);
  EXPECT_TRUE(says(judged(judge_clock, {}), "the clock of the loss (it needs"));
}

TEST(Judges, APotentialIsComparedWithItsExactLaw) {
  Measurements run = sound_run();
  run.ensemble.system = potential_system(parse_potential("quadratic:1x31"));
  const auto verdict = [&](double measured, double error) {
    return judged(judge_exact_law, {column("loss_mean", measured, error), column("exact_loss_mean", 1, 0)}, run);
  };
  EXPECT_TRUE(says(verdict(1.1, 0.01), "The mean loss is not that of the potential at every temperature"));
  EXPECT_TRUE(says(verdict(1.02, 0.01), "As the potential's exact law says, within 2 standard errors"));
  EXPECT_TRUE(says(verdict(1.1, none), "the potential's exact law (it needs 8 replicas"));
  run.ensemble.replicas = 4;
  EXPECT_TRUE(says(verdict(1.1, 0.01), "the potential's exact law (it needs 8 replicas"));
}

TEST(Judges, ErrorsNeedReplicas) {
  const auto verdict = [](int replicas, std::size_t datasets) {
    Measurements run{.ensemble = tiny_ensemble(replicas)};
    change_datasets(run.ensemble, [&](std::vector<Dataset>& all) { all.resize(datasets, Dataset(all.front())); });
    return judged(judge_errors, {}, run);
  };
  EXPECT_TRUE(says(verdict(1, 1), "No standard errors"));
  EXPECT_TRUE(says(verdict(16, 16), "No standard errors"));
  EXPECT_TRUE(says(verdict(8, 1), "give rough standard errors"));
  EXPECT_TRUE(verdict(16, 1).empty());
}

TEST(Judges, OneReplicaShowsNoDrift) {
  Measurements run = sound_run();
  run.ensemble.temperatures = {1e-3};
  run.ensemble.replicas = 1;
  const std::vector<Verdict> verdicts = judged(judge_drift, {}, run);
  EXPECT_TRUE(says(verdicts, "a drift of the loss and of |w|^2 at T = 0.001")) << all_of(verdicts);
  EXPECT_EQ(sentence_of(verdicts, "stationarity", good), "");
}

TEST(Judges, RungsNeedErrorsAndACompanion) {
  const auto verdict = [](double ratio, double error) {
    return judged(judge_rungs, {column("energy_ratio", ratio, error)});
  };
  EXPECT_TRUE(says(verdict(0.9, 0.01), "do not belong to one landscape"));
  EXPECT_TRUE(says(verdict(0.9, 0.05), "sample one landscape: the slopes"));
  EXPECT_TRUE(says(verdict(0.9, none), "whether neighbouring temperatures sample one landscape (it needs losses"));
}

TEST(Judges, GaugeModesNeedTwoSamples) {
  EXPECT_TRUE(says(judged(judge_thermometer, {}), "the temperature of the gauge modes"));
  Measurements run = sound_run();
  set_network(run.ensemble, Network({3, 4, 1}, Activation::tanh, Loss::logistic));  // has none
  EXPECT_TRUE(judged(judge_thermometer, {}, run).empty());
}

TEST(Judges, WhatWasNotTestedIsOneSentence) {
  Measurements run = sound_run();
  const std::vector<Verdict> verdicts = analysed(run).verdicts;
  EXPECT_EQ(std::ranges::count(verdicts, "not_tested", &Verdict::check), 1);
  const std::string sentence = sentence_of(verdicts, "not_tested", note);
  EXPECT_EQ(sentence.find("Not tested: "), 0u) << sentence;
  EXPECT_NE(sentence.find("gauge modes (it needs two samples of the weights); "), std::string::npos) << sentence;
  EXPECT_EQ(sentence.back(), '.');
}

}  // namespace
}  // namespace replicas
