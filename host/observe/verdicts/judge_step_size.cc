#include <spdlog/fmt/fmt.h>

#include <cmath>

#include "observe/verdicts/advice.h"
#include "observe/verdicts/judgement.h"

namespace replicas {

namespace {

using Kind = Verdict::Kind;

constexpr double unstable = 2;                           // eta times curvature: a quadratic of that curvature explodes
constexpr double hot = 1.2;                              // T_conf / T
constexpr double bias_note = 0.01, bias_failure = 0.05;  // of the mean loss

std::vector<Verdict> judge_curvature(const Digest& digest, const Results& results) {
  // The pilot aims at 0.1 (em) and 0.2 (lm, which has no bias of first order): twice that is too much.
  const double high = digest.ensemble().dynamics.update == Update::em ? 0.2 : 0.4;
  if (results.column("step_curvature") == nullptr)
    return {not_tested("eta times the curvature", "no largest eigenvalue was measured after burn-in; more <steps>")};
  Findings too_high, beyond, excursions;
  for (std::size_t t = 0; t < digest.temperatures(); ++t) {
    const double mean = number_at(results, "step_curvature", t), highest = number_at(results, "step_curvature_max", t);
    if (mean >= unstable)
      beyond.add(t, mean);
    else if (mean > high)
      too_high.add(t, mean);
    if (highest >= unstable && !(mean >= unstable)) excursions.add(t, highest);
  }
  std::vector<Verdict> found;
  const auto say = [&](Kind kind, const Findings& findings, const std::string& sentence) {
    if (findings.empty()) return;
    found.push_back({kind, "step_size",
                     fmt::format(fmt::runtime(sentence), named_temperatures(digest, findings.temperatures),
                                 findings.largest(), named_temperature(digest, findings.at_largest()))});
  };
  say(Kind::failure, beyond,
      "The step size is beyond stability: eta times the largest curvature, averaged over replicas, reaches 2 at {} "
      "({:.3g} at {}). Nothing measured there is right; " +
          smaller_steps(digest.measurements) + ".");
  say(Kind::note, too_high,
      "The step size is large: eta times the largest curvature, averaged over replicas, is above " +
          fmt::format("{}", high) + " at {} ({:.3g} at {}). Expect a bias; repeat with half the <step-size>.");
  say(Kind::note, excursions,
      "Single replicas met curvatures beyond the stable 2 / eta at {} (eta times curvature {:.3g} at {}); such "
      "excursions heat them. Compare T_conf; or " +
          smaller_steps(digest.measurements) + ".");
  return found;
}

std::vector<Verdict> judge_bias(const Digest& digest, const Results& results) {
  const Column* bias = results.column("step_bias");
  const Column* loss = results.column("loss_mean");
  if (bias == nullptr || loss == nullptr)
    return {not_tested("the predicted bias of the step size", "no curvature was probed after burn-in; more <steps>")};
  Findings noted, failed;
  std::vector<std::size_t> unknown;
  for (std::size_t t = 0; t < digest.temperatures(); ++t) {
    const double size = std::fabs(bias->values[t]), share = size / loss->values[t];
    if (!std::isfinite(bias->error[t]) && !(size == 0)) unknown.push_back(t);
    if (!(size > 2 * bias->error[t])) continue;  // not known to be different from 0
    if (share > bias_failure)
      failed.add(t, 100 * share);
    else if (share > bias_note || size > loss->error[t])
      noted.add(t, 100 * share);
  }
  std::vector<Verdict> found;
  for (const auto& [kind, findings] : {std::pair{Kind::failure, failed}, std::pair{Kind::note, noted}})
    if (!findings.empty())
      found.push_back(
          {kind, "step_size_bias",
           fmt::format("The step size shifts the mean loss by a predicted {:.2g} % at {} ({} at {}); {}{}.",
                       findings.largest(), named_temperature(digest, findings.at_largest()),
                       kind == Kind::failure ? "more than 5 %" : "more than 1 % or its standard error",
                       named_temperatures(digest, findings.temperatures), smaller_steps(digest.measurements),
                       digest.ensemble().dynamics.update == Update::em ? ", or <update> lm" : "")});
  if (!unknown.empty())
    found.push_back(not_tested("the predicted bias of the step size at " + named_temperatures(digest, unknown),
                               "one replica has no standard error"));
  return found;
}

/// Only in equilibrium, where <grad L . grad U> = T <tr H_L> holds, and only for smooth activations: with ReLU the
/// pointwise Hessian misses the curvature of the kinks.
std::vector<Verdict> judge_configuration(const Digest& digest, const Results& results) {
  const Column* t_conf = results.column("t_conf");
  if (digest.ensemble().confinement.kind == Confinement::Kind::none)
    return {not_tested("the configurational temperature", "it needs an equilibrium, and so a <prior>")};
  if (t_conf == nullptr)
    return {not_tested("the configurational temperature", "no curvature was probed after burn-in; more <steps>")};
  if (digest.ensemble().system->capabilities().kinks)
    return {{Kind::note, "configurational_temperature",
             "With kinks (ReLU, hinge loss) the pointwise Hessian misses the curvature of the kinks: T_conf/T above 1 "
             "measures kinks, and "
             "is not an error."}};
  Findings high;
  std::vector<std::size_t> unknown;
  double unknown_value = 0, unknown_error = 0;
  for (std::size_t t = 0; t < digest.temperatures(); ++t) {
    const double value = t_conf->values[t], error = t_conf->error[t];
    if (!std::isfinite(value)) continue;
    // Both the size and the significance: three standard errors, which have to be known, and small enough to see 2 T.
    if (value - 3 * error > 1) {
      if (value > hot) high.add(t, value);
    } else if (value > hot || !(3 * error < 1)) {
      // The rung that is known least is named: one without an error before one with a large error.
      if (unknown.empty() || std::isnan(error) || error > unknown_error) unknown_value = value, unknown_error = error;
      unknown.push_back(t);
    }
  }
  std::vector<Verdict> found;
  if (!high.empty())
    found.push_back({Kind::failure, "step_size_bias",
                     fmt::format("Hotter than asked: the configurational temperature is above {} T at {} (T_conf/T = "
                                 "{:.3g} at {}). The step size is too large there: {}.",
                                 hot, named_temperatures(digest, high.temperatures), high.largest(),
                                 named_temperature(digest, high.at_largest()), smaller_steps(digest.measurements))});
  if (!unknown.empty())
    found.push_back(not_tested("the configurational temperature at " + named_temperatures(digest, unknown),
                               std::isfinite(unknown_error)
                                   ? fmt::format("T_conf/T = {:.3g} +- {:.2g} says little; more <steps> or <replicas>",
                                                 unknown_value, unknown_error)
                                   : "one replica has no standard error"));
  return found;
}

}  // namespace

std::vector<Verdict> judge_step_size(const Digest& digest, const Results& results) {
  if (!digest.measurements.in_equilibrium()) return {};
  std::vector<Verdict> found, untested;
  std::string asked;
  for (const auto& [name, part] : {std::pair{"curvature", judge_curvature(digest, results)},
                                   std::pair{"predicted bias", judge_bias(digest, results)},
                                   std::pair{"configurational temperature", judge_configuration(digest, results)}}) {
    for (const Verdict& verdict : part) (verdict.check == "not_tested" ? untested : found).push_back(verdict);
    if (part.empty()) asked += fmt::format("{}{}", asked.empty() ? "" : ", ", name);
  }
  if (found.empty() && !asked.empty())
    found.push_back({Kind::good, "step_size", fmt::format("The step size is small enough: no alarm from {}.", asked)});
  found.insert(found.end(), untested.begin(), untested.end());
  return found;
}

}  // namespace replicas
