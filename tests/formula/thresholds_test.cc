// Judges of steps, lengths and fluctuations at their thresholds: one number just below, one just above, and the
// numbers in the sentence.
#include <gtest/gtest.h>

#include <cmath>

#include "formula/hand_made.h"
#include "formula/judged.h"

namespace replicas {
namespace {

using enum Verdict::Kind;

TEST(StepSizeThreshold, OfTheCurvatureIsTwiceWhatThePilotAimsAt) {
  for (const auto& [update, high, words] :
       {std::tuple{Update::em, 0.2, "is above 0.2 at T = 0.002 (0.202 at T = 0.002)"},
        std::tuple{Update::lm, 0.4, "is above 0.4 at T = 0.002 (0.404 at T = 0.002)"}}) {
    Measurements run = sound_run();
    run.ensemble.dynamics.update = update;
    const auto said = [&](double mean, double highest) {
      return judged(judge_step_size,
                    {at_middle("step_curvature", mean, 0), at_middle("step_curvature_max", highest, 0)}, run);
    };
    EXPECT_EQ(sentence_of(said(0.99 * high, 1.99), "step_size", note), "");
    EXPECT_NE(sentence_of(said(1.01 * high, 1.99), "step_size", note).find(words), std::string::npos);
    EXPECT_NE(sentence_of(said(0.1, 2.01), "step_size", note).find("2 / eta at T = 0.002 (eta times curvature 2.01 at"),
              std::string::npos);
    EXPECT_EQ(sentence_of(said(1.99, 3), "step_size", failure), "");
    const std::vector<Verdict> beyond = said(2.01, 3);
    EXPECT_NE(sentence_of(beyond, "step_size", failure).find("reaches 2 at T = 0.002 (2.01 at T = 0.002)"),
              std::string::npos);
    EXPECT_EQ(sentence_of(beyond, "step_size", note), "") << "one sentence is enough";
  }
}

TEST(StepSizeThreshold, OfThePredictedBiasIsOnePercentOrTheStandardError) {
  Measurements run = sound_run();
  const auto said = [&](double bias, double error, double loss_error) {
    return judged(judge_step_size, {at_middle("step_bias", bias, error), at_middle("loss_mean", 2, loss_error, 2)},
                  run);
  };
  EXPECT_EQ(sentence_of(said(0.0198, 0.001, 0.1), "step_size_bias", note), "");
  const std::string noted = sentence_of(said(-0.0202, 0.001, 0.1), "step_size_bias", note);
  EXPECT_NE(noted.find("by a predicted 1 % at T = 0.002 (more than 1 % or its standard error at T = 0.002)"),
            std::string::npos)
      << noted;
  EXPECT_NE(noted.find(", or <update> lm."), std::string::npos);
  EXPECT_EQ(sentence_of(said(0.0099, 0.001, 0.01), "step_size_bias", note), "");
  EXPECT_NE(sentence_of(said(0.0101, 0.001, 0.01), "step_size_bias", note), "");
  EXPECT_EQ(sentence_of(said(0.0101, 0.0051, 0.01), "step_size_bias", note), "") << "less than two of its errors";
  EXPECT_EQ(sentence_of(said(0.099, 0.001, 0.1), "step_size_bias", failure), "");
  EXPECT_NE(sentence_of(said(0.101, 0.001, 0.1), "step_size_bias", failure)
                .find(" % at T = 0.002 (more than 5 % at T = 0.002)"),
            std::string::npos);
  run.ensemble.dynamics.update = Update::lm;
  EXPECT_EQ(sentence_of(said(0.101, 0.001, 0.1), "step_size_bias", failure).find("<update> lm"), std::string::npos);
  EXPECT_NE(all_of(said(0.101, none, 0.1)).find("at T = 0.002 (one replica"), std::string::npos)
      << "a bias of exactly 0 needs no error";
}

TEST(StepSizeThreshold, OfTheConfigurationalTemperatureIsAFifthAndThreeErrors) {
  Measurements run = sound_run();
  const auto said = [&](double ratio, double error) {
    return judged(judge_step_size, {at_middle("t_conf", ratio, error, 1)}, run);
  };
  EXPECT_EQ(sentence_of(said(1.199, 0.01), "step_size_bias", failure), "");
  EXPECT_NE(sentence_of(said(1.201, 0.01), "step_size_bias", failure)
                .find("above 1.2 T at T = 0.002 (T_conf/T = 1.2 at T = 0.002)"),
            std::string::npos);
  EXPECT_NE(sentence_of(said(1.3, 0.099), "step_size_bias", failure), "");
  EXPECT_EQ(sentence_of(said(1.3, 0.101), "step_size_bias", failure), "");
  EXPECT_NE(all_of(said(1.3, 0.101)).find("T_conf/T = 1.3 +- 0.1"), std::string::npos);
  const auto unknown = judged(judge_step_size, {column("t_conf", {1, 1.3, 1.4}, {0.01, 0.2, none})}, run);
  EXPECT_NE(all_of(unknown).find("at T = 0.002 and 0.004 (one replica"), std::string::npos) << all_of(unknown);
  set_network(run.ensemble, Network({3, 4, 3}, Activation::relu));
  EXPECT_NE(sentence_of(said(1.3, 0.01), "configurational_temperature", note), "");
  run.ensemble.confinement.kind = Confinement::Kind::none;
  EXPECT_NE(all_of(said(1.3, 0.01)).find("so a <prior>"), std::string::npos);
}

// 160,000 steps after 40,000 of burn-in: 50 autocorrelation times are 3200 steps, those of the whole run would be 4000.
TEST(LengthThreshold, CountsFiftyTimesAfterBurnInAndFourHundredSamples) {
  const auto said = [](double tau, double ess) {
    return judged(judge_length, {at_middle("tau", tau, 1, 100), at_middle("ess", ess, 0, 9999)});
  };
  EXPECT_NE(sentence_of(said(3199, 401), "length", good)
                .find("at least 50 autocorrelation times after burn-in (T = "
                      "0.002), and an effective sample size of 401 (T = 0.002)"),
            std::string::npos);
  EXPECT_NE(sentence_of(said(3210, 401), "length", failure)
                .find("fewer than 50 autocorrelation times of the loss at T = 0.002 (49.8 at T = 0.002)"),
            std::string::npos);
  EXPECT_EQ(sentence_of(said(3199, 400), "effective_sample_size", failure), "");
  EXPECT_NE(sentence_of(said(3199, 399), "effective_sample_size", failure)
                .find("below 400 at T = 0.002 (399 at T = 0.002); use more <steps>"),
            std::string::npos);
  // 40,000 steps of burn-in and 160,000 after it. Four times as many of these: 680,000. 50 / 49.84 times and 400 / 399
  // times: 200,500 and 200,401, rounded up.
  EXPECT_NE(sentence_of(said(3199, 401), "length", good).find("; <steps> 680000 would halve the errors."),
            std::string::npos);
  EXPECT_NE(sentence_of(said(3210, 401), "length", failure).find("use more <steps> (about 210000 are 50 times)"),
            std::string::npos);
  EXPECT_NE(sentence_of(said(3199, 399), "effective_sample_size", failure)
                .find("use more <steps> (about 210000 give 400), or use more <replicas>"),
            std::string::npos);
  EXPECT_NE(sentence_of(said(none, 401), "effective_sample_size", failure).find("not available at T = 0.002"),
            std::string::npos);
}

// 40,000 steps of burn-in and 160,000 after it. R-hat 1.1 has the excess 1.1^2 - 1 = 0.21, which is 10.45 times that of
// 1.01, 0.0201: 40,000 + 1,671,642 steps. R-hat 1.02 (2.01 times) with tau = 8000, of which 2 tau / 160,000 = 0.1 is
// 4.975 times: 836,020. Rounded up to two digits.
TEST(AgreementThreshold, SaysHowManyStepsReachIt) {
  const auto said = [](double r_hat, double tau, Verdict::Kind kind) {
    return sentence_of(judged(judge_agreement, {at_middle("rhat", r_hat, 0, 1.001), at_middle("tau", tau, 0, 100)}),
                       "r_hat", kind);
  };
  EXPECT_NE(said(1.1, 100, failure).find("use more <steps> (about 1800000 would reach 1.01, if it falls as one over"),
            std::string::npos)
      << said(1.1, 100, failure);
  EXPECT_NE(said(1.02, 8000, note).find("more <steps> would tell: about 840000 would reach 1.01"), std::string::npos);
  EXPECT_NE(said(1.02, 100, note).find("about 370000 would reach 1.01"), std::string::npos);  // 361,592
}

TEST(LengthThreshold, TheFittingTransitionExplainsWhatIsSlowWhereItIs) {
  const auto said = [](double p_t, double wrong) {
    return sentence_of(judged(judge_length, {at_middle("tau", 5000, 1, 100), column("ess", 500, 0),
                                             at_middle("p_t", p_t, 0), at_middle("training_error", wrong, 0)}),
                       "length", failure);
  };
  EXPECT_NE(said(0.101, 0.01).find("the fitting transition"), std::string::npos);
  EXPECT_EQ(said(0.099, 0.01).find("the fitting transition"), std::string::npos);
  EXPECT_EQ(said(0.101, 0).find("the fitting transition"), std::string::npos);
}

// With velocities, friction 2 and h = sqrt(2 eta) = 0.3162: 2 x 0.49 / (h T) = 3.099 / T steps; with hardly any
// friction all directions take 2 / (friction h) = 6.325 / friction.
TEST(RelaxationThreshold, KnowsVelocities) {
  Measurements run = sound_run();
  run.ensemble.dynamics.update = Update::baoab;
  const auto said = [&](double friction, std::uint64_t burn_in) {
    run.ensemble.dynamics.friction = friction;
    run.burn_in = burn_in;
    return sentence_of(judged(judge_relaxation, {}, run), "relaxation", note);
  };
  EXPECT_EQ(said(2, 3100), "");
  EXPECT_NE(said(2, 3098).find("(3.1e+03 steps at T = 0.001)"), std::string::npos) << said(2, 3098);
  EXPECT_EQ(said(1e-3, 6325), "");
  EXPECT_NE(said(1e-3, 6324), "");
}

// The prior's slowest direction takes sigma^2 / (eta T) steps: 0.49 / (0.05 T) = 9.8 / T.
TEST(RelaxationThreshold, ComparesTheBurnInNotTheRun) {
  Measurements run = sound_run();
  const auto said = [&](std::uint64_t burn_in) {
    run.burn_in = burn_in;
    return sentence_of(judged(judge_relaxation, {}, run), "relaxation", note);
  };
  EXPECT_EQ(said(9801), "");
  const std::string sentence = said(9799);
  EXPECT_NE(sentence.find("burn-in of 9799 steps"), std::string::npos) << sentence;
  EXPECT_NE(sentence.find("at T = 0.001 (9.8e+03 steps at T = 0.001)"), std::string::npos) << sentence;
  run.ensemble.confinement = {Confinement::Kind::prior, 0.7, true};  // layers of 3 and 4 inputs: a third of it, at most
  EXPECT_EQ(said(3267), "");
  EXPECT_NE(said(3266), "");
  run.ensemble.confinement = {Confinement::Kind::decay, 0.01};  // 1 / (eta lambda) = 2000 at every T
  EXPECT_EQ(said(2001), "");
  EXPECT_NE(said(1999).find("at every temperature (2e+03 steps"), std::string::npos);
}

std::vector<Verdict> fluctuations(std::vector<double> d_mean, std::vector<double> excess, double error,
                                  std::vector<double> residual = {}) {
  std::vector<Column> columns = {column("d_mean", std::move(d_mean), std::vector<double>(3, error)),
                                 column("d_excess", std::move(excess), std::vector<double>(3, error))};
  if (!residual.empty())
    columns.push_back(column("slope_residual", std::move(residual), std::vector<double>(3, error)));
  return judged(judge_fluctuations, columns);
}

TEST(FluctuationThreshold, IsFifteenHundredthsAndFiveErrors) {
  const auto differ = [](double off, double error) {
    return sentence_of(fluctuations({10, 10, 10}, {off, off, off}, error), "fluctuations", note);
  };
  EXPECT_EQ(differ(0.149, 0.001), "");
  EXPECT_NE(differ(0.151, 0.001)
                .find("differ at T = 0.001 and 0.002 or on the way to the next temperature (by 0.15 at "
                      "T = 0.001)"),
            std::string::npos);
  // The error of one rung is 1 + 1/10/ln 2 times that of the numbers, and two of them add in quadrature: 1.6182.
  EXPECT_NE(differ(-0.2, 0.2 / (5 * 1.6182) * 0.999), "");
  EXPECT_EQ(differ(-0.2, 0.2 / (5 * 1.6182) * 1.001), "");
}

// The residual of a rung needs neighbours on both sides: at the ends differences are one-sided.
TEST(FluctuationThreshold, JudgesResidualsOfInnerRungsAlone) {
  const std::vector<double> flat = {10, 10, 10}, zero = {0, 0, 0};
  EXPECT_EQ(sentence_of(fluctuations(flat, zero, 0.001, {0.5, 0.149, 0.5}), "fluctuations", note), "");
  EXPECT_NE(
      sentence_of(fluctuations(flat, zero, 0.001, {0, -0.151, 0}), "fluctuations", note).find("differ at T = 0.002"),
      std::string::npos);
  EXPECT_EQ(sentence_of(fluctuations(flat, zero, 0.04, {0, 0.199, 0}), "fluctuations", note), "");
  EXPECT_NE(sentence_of(fluctuations(flat, zero, 0.04, {0, 0.201, 0}), "fluctuations", note), "");
}

// Where float32 shakes the loss, d_var is not that of the landscape: the rung is not judged, nor the way to it.
TEST(FluctuationThreshold, LeavesOutRungsThatAreRoundedAway) {
  const auto said = [](std::vector<double> d_var) {
    return all_of(judged(judge_fluctuations, {column("loss_mean", 0.2, 1e-10),
                                              column("d_var", std::move(d_var), {1, 1, 1}), column("d_mean", 30, 0.01),
                                              column("d_excess", 0.5, 0.001), column("slope_residual", 0.5, 0.001)}));
  };
  const double tiny = 1e-12;  // far below what rounding adds
  EXPECT_NE(said({30, 30, 30}).find("differ at T = 0.001 and 0.002"), std::string::npos);
  EXPECT_EQ(said({30, tiny, 30}).find("differ"), std::string::npos) << said({30, tiny, 30});
  EXPECT_NE(said({tiny, 30, 30}).find("differ at T = 0.002 or"), std::string::npos);
  EXPECT_NE(said({30, 30, tiny}).find("differ at T = 0.001 or"), std::string::npos);
  EXPECT_NE(said({30, tiny, 30}).find("shakes the loss at T = 0.002"), std::string::npos);
}

TEST(FluctuationThreshold, OfHeavyOnesIsTwoAndTwoErrors) {
  const auto heavy = [](double excess, double error) {
    for (const Verdict& verdict : fluctuations({10, 20, 40}, {0, excess, 0}, error))
      if (verdict.sentence.starts_with("Heavy")) return verdict.sentence;
    return std::string();
  };
  EXPECT_EQ(heavy(0.99, 0.01), "");
  EXPECT_NE(heavy(1.01, 0.01).find("above 2 at T = 0.002 (2.01 at T = 0.002)"), std::string::npos);
  EXPECT_NE(heavy(1.01, 0.504), "");
  EXPECT_EQ(heavy(1.01, 0.506), "");
}

// Slopes by weighted least squares: x = ln 1, ln 2, ln 4, y = ln tau with relative errors e, so weights 1 / e^2.
TEST(ClockThreshold, WeighsEachRungByItsError) {
  const auto clock = [](std::vector<double> tau, std::vector<double> relative, Verdict::Kind kind) {
    std::vector<double> error;
    for (std::size_t t = 0; t < 3; ++t) error.push_back(tau[t] * relative[t]);
    return sentence_of(judged(judge_clock, {column("tau", tau, error)}), "clock", kind);
  };
  // Weights 1, 1, 1/4 (times 10^4), x - x0 = 0, 1, 2 (ln 2): mean 2/3; sum w x^2 = 4/9 + 1/9 + 4/9 = 1; y = 0, 0, 1 (ln
  // 2) gives the slope (1/4) (4/3) = 1/3. The rest: y - mean - slope (x - mean) = 1/9 (1, -2, 4), weighted 1/81 (1 + 4
  // + 4) = 1/9, times 10^4 (ln 2)^2 > 1, so the error is sqrt(1/9 / 1) = 1/3: not known well enough.
  EXPECT_NE(clock({100, 100, 200}, {0.01, 0.01, 0.02}, note).find("is 0.33 +- 0.33 over the ladder"),
            std::string::npos);
  // Rest 0: the error is e / (sqrt(sum w x^2) ln 2) with equal weights sum 2: 0.1 / 0.980 = 0.102.
  EXPECT_NE(
      clock({400, 200, 100}, {0.1, 0.1, 0.1}, good).find("the clock T t: d ln(eta tau) / d ln T is -1.000 +- 0.102"),
      std::string::npos);
  EXPECT_NE(clock({400, 200, 100}, {0.146, 0.146, 0.146}, good), "");
  EXPECT_EQ(clock({400, 200, 100}, {0.148, 0.148, 0.148}, good), "");
  const auto exponent = [&](double slope) {
    return clock({100, 100 * std::exp2(slope), 100 * std::exp2(2 * slope)}, {0.01, 0.01, 0.01}, good);
  };
  // Three temperatures a factor of 2 apart with 1 % errors: the exponent has the error 0.01 / (sqrt 2 ln 2) = 0.0102,
  // so 0.199 is 19.5 errors from 0, -0.701 is 29.3 from -1, and 0.030 and -0.970 are 2.9.
  EXPECT_NE(exponent(0.199).find("nearly on the clock t = eta x steps, not quite (20 errors from it)"),
            std::string::npos)
      << exponent(0.199);
  EXPECT_NE(exponent(0.030).find("forgets on the clock t = eta x steps:"), std::string::npos) << exponent(0.030);
  EXPECT_NE(exponent(-0.970).find("forgets on the clock T t:"), std::string::npos) << exponent(-0.970);
  EXPECT_NE(exponent(-0.968).find("nearly on the clock T t, not quite (3 errors from it)"), std::string::npos);
  EXPECT_NE(exponent(-0.201).find("neither t nor T t"), std::string::npos);
  EXPECT_NE(exponent(-0.699).find("neither t nor T t"), std::string::npos);
  EXPECT_NE(exponent(-0.701).find("nearly on the clock T t, not quite (29 errors from it)"), std::string::npos);
  EXPECT_NE(exponent(-1.301).find("neither t nor T t"), std::string::npos);
}

TEST(ClockThreshold, CountsStepSizesIntoTheClock) {
  Measurements run = sound_run();
  run.ensemble.dynamics.step_sizes = {0.04, 0.02, 0.01};
  EXPECT_NE(sentence_of(judged(judge_clock, {column("tau", 100, 1)}, run), "clock", good).find("on the clock T t"),
            std::string::npos);
  EXPECT_NE(sentence_of(judged(judge_clock, {column("tau", {100, 100, 100}, {1, none, 1})}), "not_tested", note), "");
}

}  // namespace
}  // namespace replicas
