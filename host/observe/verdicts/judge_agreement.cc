#include <spdlog/fmt/fmt.h>

#include <cmath>

#include "observe/observables/two_starts.h"
#include "observe/verdicts/advice.h"
#include "observe/verdicts/judgement.h"

namespace replicas {

namespace {

constexpr double good = 1.01, failed = 1.05;
constexpr double stuck = 1.3;  // the replicas spread 1.3 times as far as each of them moved: starts are all there is

/// How many steps bring R-hat of the loss to `good` at all of these temperatures. The variance of a chain's mean is
/// tau / n of that of the loss, and the halves of n steps are compared: R-hat^2 - 1 is about 2 tau / n, and what was
/// measured falls as 1 / n, too. The larger of both counts.
std::string steps_to_agree(const Digest& digest, const Results& results, const Findings& findings) {
  const Measurements& m = digest.measurements;
  const auto length = static_cast<double>(m.steps - m.burn_in);
  double factor = 1;
  for (std::size_t i = 0; i < findings.numbers.size(); ++i) {
    const double tau = number_at(results, "tau", findings.temperatures[i]);
    const double excess = std::fmax(findings.numbers[i] * findings.numbers[i] - 1, 2 * tau / length);
    factor = std::fmax(factor, excess / (good * good - 1));
  }
  return fmt::format("about {} would reach {}, if it falls as one over the steps after burn-in", steps_for(m, factor),
                     good);
}

/// Have the slower things than the loss mixed? Where they have not, the loss may be that of the places where replicas
/// happen to sit (singular minima: a loss with R-hat 1.004 was 6 standard errors off), unless two starts say otherwise.
/// A potential's numbers have an exact law beside them, which decides.
std::vector<Verdict> judge_mixing(const Digest& digest, const Results& results) {
  Findings rescued, unknown;
  std::string worst;
  double largest = 0;
  for (std::size_t t = 0; t < digest.temperatures(); ++t) {
    double slowest = 0;
    std::string what;
    for (const auto& [column, name] :
         {std::pair{ColumnName("rhat_weight_norm2"), "|w|^2"}, std::pair{ColumnName("rhat_active_points"), "n_act"},
          std::pair{ColumnName("rhat_curvature"), "tr H"}})
      if (const double r_hat = number_at(results, column, t); r_hat > slowest) {
        slowest = r_hat;
        what = name;
      }
    if (!(slowest > failed)) continue;
    if (slowest > largest) worst = what;
    largest = std::fmax(largest, slowest);
    const double above_ground = number_at(results, "d_mean", t) * digest.temperature(t) / 2;
    const bool agree = digest.measurements.two_starts && slowest < stuck &&
                       starts_agree(compare_starts(digest, t), above_ground) == StartsAgree::yes;
    (agree || digest.ensemble().system->capabilities().exact_law ? rescued : unknown).add(t, slowest);
  }
  std::vector<Verdict> found;
  if (!rescued.empty())
    found.push_back(
        {Verdict::Kind::note, "mixing",
         fmt::format("Slow directions: R-hat of {} is above {} at {} ({:.3f} at {}), so |w|^2 and the covariance "
                     "spectrum are known less well than the loss, {}; more <steps> would help.",
                     worst, failed, named_temperatures(digest, rescued.temperatures), rescued.largest(),
                     named_temperature(digest, rescued.at_largest()),
                     digest.ensemble().system->capabilities().exact_law ? "which has its exact law beside it"
                                                                        : "on which two starts agree")});
  if (!unknown.empty())
    found.push_back(
        {Verdict::Kind::failure, "mixing",
         fmt::format(
             "Slow directions have not mixed: R-hat of {} is above {} at {} ({:.3f} at {}). The loss may be that of "
             "the places where the replicas happen to sit, and R-hat of the loss cannot tell. Use more <steps>{}.",
             worst, failed, named_temperatures(digest, unknown.temperatures), unknown.largest(),
             named_temperature(digest, unknown.at_largest()),
             digest.measurements.two_starts ? ""
             : unknown.largest() < stuck    ? ", or compare two starts with <start> both"
                                            : " (each replica is still where it began)")});
  return found;
}

}  // namespace

std::vector<Verdict> judge_agreement(const Digest& digest, const Results& results) {
  if (!digest.measurements.in_equilibrium()) return {};
  Findings all, doubtful, bad;
  std::vector<std::size_t> absent;
  for (std::size_t t = 0; t < digest.temperatures(); ++t) {
    const double r_hat = number_at(results, "rhat", t);
    if (std::isnan(r_hat)) {
      absent.push_back(t);
      continue;
    }
    all.add(t, r_hat);
    if (r_hat > failed)
      bad.add(t, r_hat);
    else if (r_hat >= good)
      doubtful.add(t, r_hat);
  }
  std::vector<Verdict> found;
  if (!bad.empty())
    found.push_back({Verdict::Kind::failure, "r_hat",
                     fmt::format("The replicas do not agree: R-hat of the loss is above {} at {} ({:.3f} at {}). They "
                                 "have not forgotten their starts, so this is not an equilibrium average there; use "
                                 "more <steps> ({}) and a longer <burn-in>.",
                                 failed, named_temperatures(digest, bad.temperatures), bad.largest(),
                                 named_temperature(digest, bad.at_largest()), steps_to_agree(digest, results, bad))});
  if (!doubtful.empty())
    found.push_back(
        {Verdict::Kind::note, "r_hat",
         fmt::format("R-hat of the loss is between {} and {} at {} ({:.3f} at {}). Few short chains that "
                     "are stationary read that much; more <steps> would tell: {}.",
                     good, failed, named_temperatures(digest, doubtful.temperatures), doubtful.largest(),
                     named_temperature(digest, doubtful.at_largest()), steps_to_agree(digest, results, doubtful))});
  if (!absent.empty())
    found.push_back({Verdict::Kind::note, "r_hat",
                     fmt::format("R-hat is not available at {}: it needs 4 samples per replica that are finite and not "
                                 "all equal.",
                                 named_temperatures(digest, absent))});
  if (found.empty())
    found.push_back({Verdict::Kind::good, "r_hat",
                     fmt::format("The replicas agree: R-hat of the loss is at most {:.3f} ({}).", all.largest(),
                                 named_temperature(digest, all.at_largest()))});
  for (Verdict& verdict : judge_mixing(digest, results)) found.push_back(std::move(verdict));
  return found;
}

}  // namespace replicas
