// Every planted bug fails the checks that are meant for it, and every check fails on at least one planted bug.
#include <gtest/gtest.h>
#include <spdlog/fmt/fmt.h>

#include <algorithm>
#include <iostream>
#include <map>
#include <set>

#include "engine/plain/plain_engine.h"
#include "physics/known_answers.h"
#include "physics/under_test.h"

namespace replicas {

namespace {

/// The named checks of one known answer (by the beginning of their names) that must fail on one bug.
struct Kill {
  Mutation mutation;
  std::string_view bug;
  std::string_view answer;
  std::vector<std::string_view> checks;
  double effort;  ///< share of the full sample: enough to be far beyond the limit
};

const std::vector<Kill> kills = {
    {Mutation::noise_amplitude_root2,
     "sqrt(eta T) instead of sqrt(2 eta T)",
     "InnovationEm",
     {"chi-square of", "mean of z^4", "Ito balance"},
     0.05},
    {Mutation::noise_amplitude_root2, "sqrt(eta T) instead of sqrt(2 eta T)", "GaugeThermometer", {"T_gauge/T"}, 0.1},
    {Mutation::temperature_2_percent, "T 2 percent too high", "InnovationEm", {"chi-square of W1"}, 0.5},
    {Mutation::temperature_2_percent, "T 2 percent too high", "GaugeThermometer", {"T_gauge/T of all, em prior"}, 1},
    {Mutation::temperatures_shifted,
     "temperatures shifted by one replica",
     "InnovationEm",
     {"mean of z^4", "chi-square of the worst replica"},
     0.05},
    {Mutation::temperatures_shifted,
     "temperatures shifted by one replica",
     "GaugeThermometer",
     {"T_gauge/T of the worst replica"},
     0.1},
    {Mutation::silent_bias, "no noise on one bias vector", "InnovationEm", {"chi-square of b2"}, 0.05},
    {Mutation::silent_bias, "no noise on one bias vector", "GaugeThermometer", {"T_gauge/T of all"}, 0.25},
    {Mutation::shared_noise,
     "two replicas share noise",
     "InnovationEm",
     {"correlation of the worst pair of replicas"},
     0.05},
    {Mutation::shared_noise,
     "two replicas share noise",
     "InnovationLm",
     {"correlation of the worst pair of replicas"},
     0.05},
    {Mutation::stuck_counter,
     "counter stuck every other step",
     "InnovationEm",
     {"lag 1", "Ito balance", "noise along w"},
     0.1},
    {Mutation::stuck_counter, "counter stuck every other step", "InnovationLm", {"lag 1", "lag 2", "chi-square"}, 0.1},
    {Mutation::shared_counters,
     "two tensors share counters",
     "InnovationEm",
     {"correlation of the worst pair of weights"},
     0.05},
    {Mutation::shared_counters,
     "two tensors share counters",
     "InnovationLm",
     {"correlation of the worst pair of weights"},
     0.05},
    {Mutation::seed_in_counter,
     "seed used as a counter offset",
     "InnovationEm",
     {"correlation with the next seed"},
     0.05},
    {Mutation::seed_in_counter,
     "seed used as a counter offset",
     "InnovationLm",
     {"correlation with the next seed"},
     0.05},
    {Mutation::uniform_noise,
     "uniform noise of the right variance",
     "InnovationEm",
     {"mean of z^4", "Kolmogorov-Smirnov"},
     0.1},
    {Mutation::uniform_noise,
     "uniform noise of the right variance",
     "InnovationLm",
     {"mean of z^4", "Kolmogorov-Smirnov"},
     0.1},
    {Mutation::decay_missing, "decay missing on one tensor", "InnovationEm", {"noise along w of W2"}, 0.25},
    {Mutation::prior_without_temperature, "prior without its temperature", "InnovationEm", {"noise along w"}, 0.1},
    {Mutation::lm_single_noise, "sqrt(2) xi_n in the lm rule", "InnovationLm", {"lag 1"}, 0.05},
    {Mutation::lm_single_noise,
     "sqrt(2) xi_n in the lm rule",
     "GaugeThermometer",
     {"T_gauge/T of all, lm weight"},
     0.5},
    {Mutation::gradient_1_percent, "gradient 1 percent too large", "QuadraticTransient", {"mean, em", "mean, lm"}, 0.1},
    {Mutation::noise_amplitude_root2,
     "sqrt(eta T) instead of sqrt(2 eta T)",
     "QuadraticTransient",
     {"variance, em", "variance, lm"},
     0.1},
    {Mutation::prior_without_temperature, "prior without its temperature", "QuadraticTransient", {"mean, em"}, 0.1},
    {Mutation::lm_single_noise, "sqrt(2) xi_n in the lm rule", "QuadraticTransient", {"variance, lm"}, 0.1},
    {Mutation::stale_gradient, "gradient of the step before", "QuadraticTransient", {"mean", "variance"}, 0.1},
    {Mutation::noise_amplitude_root2, "sqrt(eta T) instead of sqrt(2 eta T)", "FreeDiffusion", {"variance"}, 0.1},
    {Mutation::stuck_counter, "counter stuck every other step", "FreeDiffusion", {"variance, em"}, 0.1},
    {Mutation::lm_single_noise, "sqrt(2) xi_n in the lm rule", "FreeDiffusion", {"variance, lm"}, 0.1},
    {Mutation::noise_amplitude_root2,
     "sqrt(eta T) instead of sqrt(2 eta T)",
     "QuadraticLawLong",
     {"mean loss", "loss variance", "|grad L|^2", "loss at lag", "mode"},
     0.1},
    {Mutation::stale_gradient, "gradient of the step before", "QuadraticLawLong", {"mode"}, 0.1},
    {Mutation::noise_amplitude_root2,
     "sqrt(eta T) instead of sqrt(2 eta T)",
     "OneModeLaw",
     {"variance", "product at lag 1"},
     0.1},
    {Mutation::stale_gradient, "gradient of the step before", "OneModeLaw", {"variance", "product at lag 1"}, 0.1},
    {Mutation::sum_not_mean,
     "gradient of the sum over examples",
     "LinearNetworkCovariance",
     {"covariance along", "trace"},
     0.1},
    {Mutation::last_example_dropped,
     "last example left out of the gradient",
     "LinearNetworkCovariance",
     {"covariance between", "covariance along"},
     1},
    {Mutation::transposed_gradient,
     "weight gradient stored transposed",
     "GradientIdentities",
     {"hidden units", "labels renamed", "balance", "gradient against"},
     1},
    {Mutation::last_example_dropped,
     "last example left out of the gradient",
     "GradientIdentities",
     {"examples in another order", "two batches"},
     1},
    {Mutation::sum_not_mean,
     "gradient of the sum over examples",
     "GradientIdentities",
     {"two batches", "gradient against the slope"},
     1},
    {Mutation::gradient_1_percent,
     "gradient 1 percent too large",
     "GradientIdentities",
     {"gradient against the slope", "Hessian product against"},
     1},
    {Mutation::activation_slope_of_input,
     "tanh' taken as 1 - z^2",
     "GradientIdentities",
     {"gradient against the slope"},
     1},
    {Mutation::hessian_without_curvature,
     "Hessian product without f''",
     "GradientIdentities",
     {"Hessian product against"},
     1},
    {Mutation::gradient_1_percent, "gradient 1 percent too large", "GradientDescent", {"path of em", "path of lm"}, 1},
    {Mutation::decay_missing, "decay missing on one tensor", "GradientDescent", {"path of em"}, 1},
    {Mutation::stale_gradient, "gradient of the step before", "GradientDescent", {"path of em"}, 1},
    {Mutation::loss_without_log1p,
     "-log p and p - 1 in float",
     "SmallLosses",
     {"relative error of the loss", "relative error of the gradient"},
     1},
    {Mutation::divergence_unseen, "divergence goes unseen", "Divergence", {"replicas wrongly"}, 1},
};

const KnownAnswer& known_answer(std::string_view name) {
  return *std::find_if(std::begin(known_answers), std::end(known_answers),
                       [&](const KnownAnswer& answer) { return answer.name == name; });
}

}  // namespace

TEST(Mutants, AreKilledByTheChecksMeantForThemLong) {
  std::map<std::string_view, std::set<std::string>> seen;  // answer: names of its checks
  std::cout << fmt::format("{:<40} {:<18} {:<50} {:>10}\n", "planted bug", "known answer", "check", "|z|");
  for (const Kill& kill : kills) {
    const UnderTest mutant{
        [&](const Ensemble& ensemble) { return std::make_unique<PlainEngine<float>>(ensemble, kill.mutation); },
        kill.effort};
    const Checks checks = known_answer(kill.answer).run(mutant);
    for (const Check& check : checks) seen[kill.answer].insert(check.name);
    for (const std::string_view meant : kill.checks) {
      double worst = 0;
      bool killed = false;
      for (const Check& check : checks)
        if (check.name.starts_with(meant)) {
          worst = std::isnan(check.z()) ? INFINITY : std::max(worst, std::fabs(check.z()));
          killed = killed || !passes(check);
        }
      std::cout << fmt::format("{:<40} {:<18} {:<50} {:>10.4g}\n", kill.bug, kill.answer, meant, worst);
      EXPECT_TRUE(killed) << kill.bug << " survives '" << meant << "' of " << kill.answer;
    }
  }
  for (const KnownAnswer& answer : known_answers) EXPECT_TRUE(seen.contains(answer.name)) << answer.name;
  for (const auto& [answer, names] : seen)
    for (const std::string& name : names) {
      const bool useful = std::any_of(kills.begin(), kills.end(), [&](const Kill& kill) {
        return kill.answer == answer && std::any_of(kill.checks.begin(), kill.checks.end(),
                                                    [&](std::string_view meant) { return name.starts_with(meant); });
      });
      EXPECT_TRUE(useful) << "'" << name << "' of " << answer << " kills no mutant: it is not a check";
    }
}

}  // namespace replicas
