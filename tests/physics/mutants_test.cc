// Every planted bug fails the checks that are meant for it, and every check fails on at least one planted bug.
#include <gtest/gtest.h>
#include <spdlog/fmt/fmt.h>

#include <algorithm>
#include <iostream>
#include <map>
#include <set>

#include "physics/known_answers.h"
#include "physics/mutant_engine.h"
#include "physics/sample_scale.h"

namespace replicas {

namespace {

/// The checks of one known answer (by the beginning of their names) that must fail, and the share of the full sample
/// that puts them far beyond the limit.
struct Kill {
  std::string_view answer;
  double effort;
  std::vector<std::string_view> checks;
};

struct Bug {
  Mutation mutation;
  std::string_view name;
  std::vector<Kill> kills;
};

const std::vector<Bug> bugs = {
    {Mutation::noise_amplitude_root2,
     "sqrt(eta T) instead of sqrt(2 eta T)",
     {{"InnovationEm", 0.05, {"chi-square of", "mean of z^4", "Ito balance"}},
      {"GaugeThermometer", 0.05, {"T_gauge/T"}},
      {"QuadraticTransient", 0.05, {"variance, em", "variance, lm"}},
      {"FreeDiffusion", 0.05, {"variance"}},
      {"QuadraticLawLong", 0.1, {"mean loss", "loss variance", "|grad L|^2", "loss at lag", "mode"}},
      {"OneModeLaw", 0.05, {"variance", "product at lag 1"}},
      {"LogisticRegression", 0.1, {"w", "w2", "b2", "U", "grad L . grad U"}},
      {"SmallNetworksLong", 0.1, {"w", "w2", "b2", "u2", "gauge2", "U", "grad L . grad U"}},
      {"EquilibriumIdentities", 0.3, {"trace of the virial", "virial of the worst weight", "grad L", "|grad U|^2"}},
      {"PotentialsLong",
       0.1,
       {"mean loss", "loss variance", "|grad L|^2", "square of x", "trace of the Hessian, exp",
        "trace of the Hessian, l"}},
      {"ReducedRankLong", 0.2, {"<L>/T", "var(L)/T^2"}},
      {"LinearLogisticLong", 0.1, {"mean loss"}}}},
    {Mutation::temperature_2_percent,
     "T 2 percent too high",
     {{"InnovationEm", 0.25, {"chi-square of W1"}}, {"GaugeThermometer", 0.5, {"T_gauge/T of all, em prior"}}}},
    {Mutation::temperatures_shifted,
     "temperatures shifted by one replica",
     {{"EqualBits", 1, {"weights that depend on who else runs"}},
      {"InnovationEm", 0.05, {"mean of z^4", "chi-square of the worst replica"}},
      {"GaugeThermometer", 0.1, {"T_gauge/T of the worst replica"}}}},
    {Mutation::noise_of_one_step_size,
     "noise of one step size for all blocks",
     {{"DiagonalMobility", 0.25, {"covariance along", "covariance between", "mean loss"}},
      {"ParametrisationsLong", 0.25, {"mup against standard", "ntk against standard"}}}},
    {Mutation::friction_of_continuous_time,
     "noise of velocities as in continuous time",
     {{"Velocities", 0.25, {"variance, baoab"}}}},
    {Mutation::drift_at_once, "no drift before the friction", {{"Velocities", 1, {"variance, baoab", "product"}}}},
    {Mutation::velocity_forgotten,
     "every step begins at rest",
     {{"Velocities", 0.25, {"variance, heavy ball", "path of a heavy ball"}}}},
    {Mutation::schedules_stand_still,
     "noise and decay stay as they were at step 0",
     {{"Schedules", 0.25, {"variance", "path of a decay"}}}},
    {Mutation::batch_with_replacement,
     "examples of a batch drawn with repetition",
     {{"Batches", 1, {"variance, batches drawn anew", "variance at the ends"}}}},
    {Mutation::batch_kept_two_steps,
     "a batch for two steps",
     {{"Batches", 1, {"variance, batches drawn anew"}}, {"OnlineBatches", 1, {"distance from the rule after 40"}}}},
    {Mutation::batch_scaled,
     "the sum over a batch divided by P",
     {{"Batches", 1, {"variance, batches drawn anew"}},
      {"OnlineBatches",
       1,
       {"noise of fresh batches", "distance from the rule after 1", "distance from the rule after 6"}}}},
    {Mutation::one_fresh_batch,
     "one fresh batch for all steps",
     {{"OnlineBatches", 1, {"distance from the rule after 6", "distance from the rule after 40"}}}},
    {Mutation::epochs_in_one_order, "all epochs in one order", {{"Batches", 1, {"variance at the ends"}}}},
    {Mutation::silent_bias,
     "no noise on one bias vector",
     {{"InnovationEm", 0.05, {"chi-square of b2"}}, {"GaugeThermometer", 0.1, {"T_gauge/T of all"}}}},
    {Mutation::shared_noise,
     "two replicas share noise",
     {{"InnovationEm", 0.05, {"correlation of the worst pair of replicas"}},
      {"InnovationLm", 0.05, {"correlation of the worst pair of replicas"}}}},
    {Mutation::stuck_counter,
     "counter stuck every other step",
     {{"InnovationEm", 0.05, {"lag 1", "Ito balance", "noise along w"}},
      {"InnovationLm", 0.05, {"lag 1", "lag 2", "chi-square"}},
      {"FreeDiffusion", 0.05, {"variance, em"}}}},
    {Mutation::shared_counters,
     "two tensors share counters",
     {{"InnovationEm", 0.05, {"correlation of the worst pair of weights"}},
      {"InnovationLm", 0.05, {"correlation of the worst pair of weights"}},
      {"EquilibriumIdentities", 0.2, {"virial of the worst pair"}}}},
    {Mutation::seed_in_counter,
     "seed used as a counter offset",
     {{"InnovationEm", 0.05, {"correlation with the next seed"}},
      {"InnovationLm", 0.05, {"correlation with the next seed"}}}},
    {Mutation::uniform_noise,
     "uniform noise of the right variance",
     {{"InnovationEm", 0.05, {"mean of z^4", "Kolmogorov-Smirnov"}},
      {"InnovationLm", 0.1, {"mean of z^4", "Kolmogorov-Smirnov"}}}},
    {Mutation::gradient_1_percent,
     "gradient 1 percent too large",
     {{"DoublePrecision", 1, {"gradient", "weights after"}},
      {"QuadraticTransient", 0.05, {"mean, em", "mean, lm"}},
      {"GradientIdentities", 1, {"gradient against the slope", "Hessian product against"}},
      {"GradientDescent", 1, {"path of em", "path of lm"}}}},
    {Mutation::decay_missing,
     "decay missing on one tensor",
     {{"InnovationEm", 0.1, {"noise along w of W2"}},
      {"GradientDescent", 1, {"path of em"}},
      {"SmallNetworksLong", 0.1, {"minus_ud", "d2"}},
      {"TwoStartsLong", 0.5, {"|w|^2"}}}},
    {Mutation::prior_without_temperature,
     "prior without its temperature",
     {{"InnovationEm", 0.05, {"noise along w"}},
      {"QuadraticTransient", 0.05, {"mean, em"}},
      {"EquilibriumIdentities", 0.2, {"mean force"}},
      {"LinearLogisticLong", 0.05, {"mean margin", "loss variance", "active points"}}}},
    {Mutation::lm_single_noise,
     "sqrt(2) xi_n in the lm rule",
     {{"InnovationLm", 0.05, {"lag 1"}},
      {"GaugeThermometer", 0.1, {"T_gauge/T of all, lm weight"}},
      {"QuadraticTransient", 0.05, {"variance, lm"}},
      {"FreeDiffusion", 0.05, {"variance, lm"}}}},
    {Mutation::loss_without_log1p,
     "-log p and p - 1 in float",
     {{"DoublePrecision", 1, {"losses"}},
      {"SmallLosses", 1, {"relative error of the loss", "relative error of the gradient"}}}},
    {Mutation::sum_not_mean,
     "gradient of the sum over examples",
     {{"LinearNetworkCovariance", 0.1, {"covariance along", "trace"}},
      {"SmallNetworksLong", 0.1, {"uv", "v2"}},
      {"GradientIdentities", 1, {"two batches", "gradient against the slope"}}}},
    {Mutation::last_example_dropped,
     "last example left out of the gradient",
     {{"LinearNetworkCovariance", 1, {"covariance between", "covariance along"}},
      {"GradientIdentities", 1, {"examples in another order", "two batches"}}}},
    {Mutation::transposed_gradient,
     "weight gradient stored transposed",
     {{"GradientIdentities", 1, {"hidden units", "labels renamed", "balance", "gradient against"}}}},
    {Mutation::activation_slope_of_input,
     "tanh' taken as 1 - z^2",
     {{"GradientIdentities", 1, {"gradient against the slope"}}, {"TwoStartsLong", 0.1, {"loss"}}}},
    {Mutation::hessian_without_curvature,
     "Hessian product without f''",
     {{"DoublePrecision", 1, {"Hessian product"}}, {"GradientIdentities", 1, {"Hessian product against"}}}},
    {Mutation::stale_gradient,
     "gradient of the step before",
     {{"EqualBits", 1, {"weights that depend on where a run is cut"}},
      {"QuadraticTransient", 0.05, {"mean", "variance"}},
      {"QuadraticLawLong", 0.05, {"mode"}},
      {"OneModeLaw", 0.05, {"variance", "product at lag 1"}},
      {"GradientDescent", 1, {"path of em"}}}},
    {Mutation::ties_are_right, "tied outputs count as right", {{"TiedOutputs", 1, {"wrong labels missed"}}}},
    {Mutation::divergence_unseen, "divergence goes unseen", {{"Divergence", 1, {"replicas wrongly"}}}},
};

TestedAnswer known_answer(std::string_view name) {
  const std::vector<TestedAnswer> all = known_answers();
  return *std::find_if(all.begin(), all.end(), [&](const TestedAnswer& answer) { return answer.name == name; });
}

}  // namespace

TEST(Mutants, AreKilledByTheChecksMeantForThemLong) {
  if (sample_scale() < 1) GTEST_SKIP() << "REPLICAS_TEST_SCALE is below 1: these samples decide whether a bug is seen";
  std::map<std::string_view, std::set<std::string>> seen;             // answer: names of its checks
  std::map<std::string_view, std::vector<std::string_view>> failing;  // answer: beginnings that some bug fails
  std::cout << fmt::format("{:<38} {:<24} {:<42} {:>10}\n", "planted bug", "known answer", "check", "|z|");
  for (const Bug& bug : bugs)
    for (const Kill& kill : bug.kills) {
      const UnderTest mutant{
          [&](const Ensemble& ensemble) { return std::make_unique<MutantEngine<float>>(ensemble, bug.mutation); },
          kill.effort};
      const Checks checks = known_answer(kill.answer).run(mutant);
      for (const Check& check : checks) seen[kill.answer].insert(check.name);
      for (const std::string_view meant : kill.checks) {
        double worst = 0;
        for (const Check& check : checks)
          if (check.name.starts_with(meant) && !(std::fabs(check.z()) <= worst))
            worst = std::isnan(check.z()) ? INFINITY : std::fabs(check.z());
        std::cout << fmt::format("{:<38} {:<24} {:<42} {:>10.4g}\n", bug.name, kill.answer, meant, worst);
        EXPECT_GT(worst, z_limit) << bug.name << " survives '" << meant << "' of " << kill.answer;
        failing[kill.answer].push_back(meant);
      }
    }
  for (const TestedAnswer& answer : known_answers()) EXPECT_TRUE(seen.contains(answer.name)) << answer.name;
  for (const auto& [answer, names] : seen)
    for (const std::string& check : names) {
      const auto& meant = failing[answer];
      EXPECT_TRUE(std::any_of(meant.begin(), meant.end(), [&](auto begin) { return check.starts_with(begin); }))
          << "'" << check << "' of " << answer << " kills no mutant: it is not a check";
    }
}

}  // namespace replicas
