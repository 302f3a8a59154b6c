// Judges of replicas, rungs and exact laws at their thresholds: one number just below, one just above, and the numbers
// in the sentence.
#include <gtest/gtest.h>

#include <cmath>

#include "formula/hand_made.h"
#include "formula/judged.h"

namespace replicas {
namespace {

using enum Verdict::Kind;

TEST(AgreementThreshold, IsAHundredthAndFive) {
  const auto said = [](double r_hat, Verdict::Kind kind) {
    return sentence_of(judged(judge_agreement, {at_middle("rhat", r_hat, 0, 1)}), "r_hat", kind);
  };
  EXPECT_NE(said(1.0099, good).find("at most 1.010 (T = 0.002)"), std::string::npos);
  EXPECT_NE(said(1.0101, note).find("between 1.01 and 1.05 at T = 0.002 (1.010 at T = 0.002)"), std::string::npos);
  EXPECT_EQ(said(1.0499, failure), "");
  EXPECT_NE(said(1.0501, failure).find("above 1.05 at T = 0.002 (1.050 at T = 0.002)"), std::string::npos);
  EXPECT_NE(said(none, note).find("R-hat is not available at T = 0.002"), std::string::npos);
}

TEST(MixingThreshold, IsFiveHundredthsOfAnyOfThree) {
  for (const auto& [name, words] : {std::pair{"rhat_weight_norm2", "|w|^2"}, std::pair{"rhat_active_points", "n_act"},
                                    std::pair{"rhat_curvature", "tr H"}}) {
    const auto said = [&name](double r_hat) {
      return sentence_of(judged(judge_agreement, {column("rhat", 1, 0), at_middle(name, r_hat, 0, 1)}), "mixing",
                         failure);
    };
    EXPECT_EQ(said(1.0499), "");
    EXPECT_NE(said(1.0501).find("R-hat of " + std::string(words) + " is above 1.05 at T = 0.002 (1.050 at"),
              std::string::npos);
    EXPECT_NE(said(1.299).find("<start> both"), std::string::npos);
    EXPECT_NE(said(1.301).find("each replica is still where it began"), std::string::npos);
  }
}

TEST(FittingThreshold, IsTenPercentWrongAndOnePercent) {
  const auto said = [](double wrong, double p_t, Verdict::Kind kind) {
    return sentence_of(judged(judge_fitting, {at_middle("training_error", wrong, 0), at_middle("p_t", p_t, 0)}),
                       "fitting", kind);
  };
  EXPECT_NE(said(0.0099, 0.2, good), "");
  EXPECT_NE(said(0.0101, 0.2, note).find("begin to be wrong at T = 0.002 (1 % wrong at T = 0.002, where P T = 0.2)"),
            std::string::npos);
  EXPECT_EQ(said(0.099, 0.101, failure), "");
  EXPECT_NE(said(0.101, 0.101, failure).find("at T = 0.002 (10 % wrong at T = 0.002, where P T = 0.1)"),
            std::string::npos);
  EXPECT_EQ(said(0.101, 0.099, failure), "");
  EXPECT_NE(said(0.101, 0.099, note).find("although P T is small"), std::string::npos);
  EXPECT_NE(said(0.099, 0.099, good), "");
}

TEST(RungsThreshold, IsFiveErrorsAndAFifthOfATenth) {
  const auto said = [](double ratio, double error, Verdict::Kind kind) {
    return sentence_of(judged(judge_rungs, {column("energy_ratio", {ratio, 1, none}, {error, 0.1, none})}),
                       "energy_ratio", kind);
  };
  EXPECT_NE(said(0.951, 0.001, good).find("within 49 standard errors"), std::string::npos);
  EXPECT_NE(said(0.949, 0.001, note)
                .find("at T = 0.001 and at the next temperature do not belong to one landscape in "
                      "equilibrium (slope 0.949 of the predicted one at T = 0.001)"),
            std::string::npos);
  EXPECT_NE(said(1.1, 0.0199, note), "");
  EXPECT_EQ(said(1.1, 0.0201, note), "");
  Measurements run = sound_run();
  run.ensemble.confinement.kind = Confinement::Kind::none;
  EXPECT_EQ(all_of(judged(judge_rungs, {column("energy_ratio", 0.5, 0.01)}, run)), "");
}

TEST(RungsThreshold, NamesTheRatioThatIsFurthestFromOne) {
  EXPECT_NE(all_of(judged(judge_rungs, {column("energy_ratio", {0.5, 1.2, none}, {0.01, 0.01, none})}))
                .find("(slope 0.5 of the predicted one at T = 0.001)"),
            std::string::npos);
}

TEST(RungsThreshold, NamesTheWidestGap) {  // standard deviations 1, 1, 1; means 0, 5, 20: gaps of 2.5 and 7.5
  const std::string text =
      all_of(judged(judge_rungs, {column("loss_mean", {0, 5, 20}, {0, 0, 0}), column("loss_variance", 1, 0)}));
  EXPECT_NE(text.find("at T = 0.002 and the next one the means are 7.5 times"), std::string::npos) << text;
}

TEST(ExactLawThreshold, IsFiveErrorsBeyondRounding) {
  Measurements run = sound_run();
  run.ensemble.system = potential_system(parse_potential("quadratic:1x31"));
  for (const auto& [name, words] : {std::pair{"loss_mean", "mean loss"}, std::pair{"loss_variance", "loss variance"},
                                    std::pair{"hessian_trace", "trace of the Hessian"}}) {
    const auto said = [&](double measured, double error, Verdict::Kind kind) {
      return sentence_of(
          judged(judge_exact_law,
                 {at_middle(name, measured, error, 2), column(("exact_" + std::string(name)).c_str(), 2, 0)}, run),
          "exact_law", kind);
    };
    EXPECT_NE(said(2.0499, 0.01, good).find("within 5 standard errors at every temperature: " + std::string(words)),
              std::string::npos);
    EXPECT_NE(
        said(1.9499, 0.01, failure)
            .find("The " + std::string(words) + " is not that of the potential at T = 0.002: 5.01 standard errors"),
        std::string::npos);
    EXPECT_NE(said(2 + 1.9e-5, 1e-9, good), "");  // rounding of float weights: 1e-5 of 2
    EXPECT_NE(said(2 + 2.1e-5, 1e-9, failure), "");
  }
}

// A mean of 100 windows has the standard error sqrt(2 / 100): under lm with the correlation rho of neighbours
// sqrt(2 (1 + 2 rho^2) / 100). With one step between the samples rho is 1/2.
TEST(ThermometerThreshold, IsSixStandardErrorsOfTheWindows) {
  for (const auto& [update, error] :
       {std::pair{Update::em, std::sqrt(2.0 / 1600)}, std::pair{Update::lm, std::sqrt(2 * 1.5 / 1600)}}) {
    Measurements run = sound_run();
    run.ensemble.dynamics.update = update;
    run.weight_samples.resize(2);
    run.weight_samples[1].step = 1;
    const auto said = [&](double off, Verdict::Kind kind) {
      Digest digest(run);
      for (std::size_t r = 0; r < 48; ++r)
        for (int i = 0; i < 100; ++i) digest.replicas[r].gauge.add(r / 16 == 1 ? 1 + off * error : 1);
      return sentence_of(judge_thermometer(digest, {}), "thermometer", kind);
    };
    EXPECT_NE(said(5.98, good).find("by at most 6.0 standard errors (T = 0.002)"), std::string::npos)
        << said(5.98, failure);
    EXPECT_NE(said(-6.02, failure).find("more than 6 standard errors off at T = 0.002 (T_gauge/T = 0."),
              std::string::npos);
  }
}

TEST(DivergenceSentence, CountsAndNamesEight) {
  Measurements run = sound_run();
  EXPECT_EQ(all_of(judged(judge_divergence, {}, run)), "divergence: No replica diverged.\n");
  for (std::size_t r = 0; r < 9; ++r) run.divergences.push_back({r, 900});
  const std::string text = all_of(judged(judge_divergence, {}, run));
  EXPECT_NE(text.find("9 of 48 replicas diverged"), std::string::npos);
  EXPECT_NE(text.find("replica 7 (T = 0.001, chain 7, by step 900); and 1 more."), std::string::npos) << text;
}

TEST(StartThreshold, IsTheTargetBeyondRoundingAndWhatNoWeightsHave) {
  Measurements run = sound_run();  // targets 0.002
  const auto said = [&](double loss) {
    run.start_loss[20] = loss;
    return sentence_of(judged(judge_start, {}, run), "start", note);
  };
  EXPECT_EQ(said(0.002 * (1 + 9e-7)), "");
  EXPECT_NE(said(0.002 * (1 + 1.1e-6))
                .find("1 of 48 replicas began above the loss that their descent aimed at: replica "
                      "20 (T = 0.002, chain 4) at loss 0.002 instead of 0.002"),
            std::string::npos);
  Digest digest(run);
  digest.ground[0] = {.origin = GroundLoss::descent, .value = 0.0021};  // L0 is above the target
  EXPECT_NE(
      sentence_of(judge_start(digest, {}), "start", note).find("1 of 48 replicas descended towards a loss below L0"),
      std::string::npos);
}

TEST(ErrorsThreshold, IsThreeReplicasAndSixteen) {
  const auto said = [](int replicas, std::size_t sets) {
    return all_of(judged(judge_errors, {}, hand_made(replicas, {1.0}, sets)));
  };
  EXPECT_NE(said(2, 1).find("there are 2 replicas for 1 data set."), std::string::npos);
  EXPECT_NE(said(3, 1).find("3 replicas per temperature give rough"), std::string::npos);
  EXPECT_NE(said(3, 2).find("there are 3 replicas for 2 data sets."), std::string::npos);
  EXPECT_NE(said(4, 2).find("4 replicas per temperature give rough standard errors; use 16"), std::string::npos);
  EXPECT_NE(said(15, 1), "");
  EXPECT_EQ(said(16, 1), "");
}

}  // namespace
}  // namespace replicas
