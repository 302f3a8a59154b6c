#include <spdlog/fmt/fmt.h>

#include <cmath>

#include "observe/advice.h"
#include "observe/judgement.h"

namespace replicas {

namespace {

using Kind = Verdict::Kind;

constexpr double unstable = 2;                           // eta times curvature: a quadratic of that curvature explodes
constexpr double hot = 1.2;                              // T_conf / T
constexpr double bias_note = 0.01, bias_failure = 0.05;  // of the mean loss

std::vector<Verdict> judge_curvature(const Digest& digest, const Results& results) {
  // The pilot aims at 0.1 (em) and 0.2 (lm, which has no bias of first order): twice that is too much.
  const double high = digest.ensemble().update == Update::em ? 0.2 : 0.4;
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
          fmt::format("{}", high) + " at {} ({:.3g} at {}). Expect a bias; repeat with half the --step-size.");
  say(Kind::note, excursions,
      "Single replicas met curvatures beyond the stable 2 / eta at {} (eta times curvature {:.3g} at {}); such "
      "excursions heat them. Compare T_conf, or " +
          smaller_steps(digest.measurements) + ".");
  return found;
}

std::vector<Verdict> judge_bias(const Digest& digest, const Results& results) {
  const Column* bias = results.column("step_bias");
  const Column* loss = results.column("loss_mean");
  if (bias == nullptr || loss == nullptr) return {};
  Findings noted, failed;
  for (std::size_t t = 0; t < digest.temperatures(); ++t) {
    const double size = std::fabs(bias->value[t]), share = size / loss->value[t];
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
                       digest.ensemble().update == Update::em ? ", or --update lm" : "")});
  return found;
}

/// Only in equilibrium, where <grad L . grad U> = T <tr H_L> holds, and only for smooth activations: with ReLU the
/// pointwise Hessian misses the curvature of the kinks.
std::vector<Verdict> judge_configuration(const Digest& digest, const Results& results) {
  const Column* t_conf = results.column("t_conf");
  if (t_conf == nullptr || digest.ensemble().confinement.kind == Confinement::Kind::none) return {};
  if (digest.ensemble().network.activation() == Activation::relu)
    return {{Kind::note, "configurational_temperature",
             "With ReLU the pointwise Hessian misses the curvature of the kinks: T_conf/T above 1 measures kinks, and "
             "is not an error."}};
  Findings high, all;
  for (std::size_t t = 0; t < digest.temperatures(); ++t) {
    if (!std::isfinite(t_conf->value[t])) continue;
    all.add(t, t_conf->value[t]);
    const double error = std::isfinite(t_conf->error[t]) ? t_conf->error[t] : 0;
    // Far beyond the limit, the error of a ratio can be as large as the ratio: then the value alone decides.
    if (t_conf->value[t] > hot && (t_conf->value[t] - 3 * error > 1 || t_conf->value[t] > 2))
      high.add(t, t_conf->value[t]);
  }
  if (high.empty()) return {};
  return {{Kind::failure, "step_size_bias",
           fmt::format("Hotter than asked: the configurational temperature is above {} T at {} (T_conf/T = {:.3g} at "
                       "{}). The step size is too large there: {}.",
                       hot, named_temperatures(digest, high.temperatures), high.largest(),
                       named_temperature(digest, high.at_largest()), smaller_steps(digest.measurements))}};
}

}  // namespace

std::vector<Verdict> judge_step_size(const Digest& digest, const Results& results) {
  if (digest.measurements.gradient_descent) return {};
  std::vector<Verdict> found;
  for (const auto& part :
       {judge_curvature(digest, results), judge_bias(digest, results), judge_configuration(digest, results)})
    found.insert(found.end(), part.begin(), part.end());
  const Column* curvature = results.column("step_curvature");
  if (found.empty() && curvature != nullptr)
    found.push_back({Kind::good, "step_size",
                     "The step size is small enough: no alarm from the curvature, the "
                     "predicted bias or the configurational temperature."});
  return found;
}

}  // namespace replicas
