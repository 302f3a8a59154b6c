#include <spdlog/fmt/fmt.h>

#include <algorithm>
#include <cmath>

#include "observe/observables/ground_loss.h"
#include "observe/verdicts/judgement.h"

namespace replicas {

namespace {

constexpr double standard_errors = 3;

/// Is <L> where L0 says it cannot be?
void judge_below(const Digest& digest, const Results& results, std::vector<Verdict>& found) {
  const Column* const d_mean = results.column("d_mean");
  Findings below;
  for (std::size_t t = 0; t < digest.temperatures(); ++t)
    if (const double error = d_mean->error[t];
        d_mean->values[t] < 0 && !(-d_mean->values[t] <= standard_errors * error))
      below.add(t, d_mean->values[t]);
  if (below.empty()) return;
  const bool anchored = digest.ground.front().origin == GroundLoss::anchor;
  found.push_back(
      {Verdict::Kind::failure, "ground_loss",
       fmt::format("<L> is below L0 at {} (d_mean {:.3g}, llc {:.3g} at {}): {}",
                   named_temperatures(digest, below.temperatures), below.smallest(), below.smallest() / 2,
                   named_temperature(digest, below.at_smallest()),
                   anchored
                       ? "the anchor is not a minimum of L, so these are no learning coefficients. Anchor at a "
                         "minimum: let the start descend further (<start> descent:LOSS with a lower LOSS), or anchor "
                         "more tightly."
                       : "L0 is too high, and d_mean, d_gamma and llc are wrong; read d_var.")});
}

/// Does d_mean exceed what stiff directions can give? A loss that grows linearly counts two for each.
void judge_size(const Digest& digest, const Results& results, std::vector<Verdict>& found) {
  if (digest.ensemble().system->capabilities().exact_law) return;
  const Column* const d_mean = results.column("d_mean");
  const auto bound = static_cast<double>(digest.ensemble().system->rank_bound());
  Findings wrong, beyond, above;
  for (std::size_t t = 0; t < digest.temperatures(); ++t) {
    const double value = d_mean->values[t], error = std::isnan(d_mean->error[t]) ? 0 : d_mean->error[t];
    if (!(value - standard_errors * error > bound) && !(value > bound && error > 0.5 * (value - bound))) continue;
    const double by_ground =
        2 * digest.ground.front().error / digest.temperature(t);  // what the error of L0 makes of d_mean
    if (!(by_ground < 0.5 * (value - bound)))
      wrong.add(t, value);
    else if (value > 2 * bound)
      beyond.add(t, value);
    else
      above.add(t, value);
  }
  const std::string limit = fmt::format("min(N, P x outputs) = {:.0f}", bound);
  if (!wrong.empty())
    found.push_back({Verdict::Kind::failure, "dimension",
                     fmt::format("d_mean is above {} at {} ({:.4g} at {}), and the error of L0 explains it: d_mean, "
                                 "d_gamma and llc say nothing there; read d_var, which needs no L0.",
                                 limit, named_temperatures(digest, wrong.temperatures), wrong.largest(),
                                 named_temperature(digest, wrong.at_largest()))});
  if (!beyond.empty())
    found.push_back(
        {Verdict::Kind::failure, "dimension",
         fmt::format(
             "d_mean is above twice {} at {} ({:.4g} at {}), more than even a loss that grows linearly in every "
             "direction gives: what holds the weights there is the confinement, far from where L has its "
             "infimum, so d_mean is no number of directions. Use a wider <prior>, or higher <temps>.",
             limit, named_temperatures(digest, beyond.temperatures), beyond.largest(),
             named_temperature(digest, beyond.at_largest()))});
  if (!above.empty())
    found.push_back({Verdict::Kind::note, "dimension",
                     fmt::format("d_mean is above {} at {} ({:.4g} at {}): a quadratic loss has at most so many stiff "
                                 "directions, one that grows linearly counts two for each.",
                                 limit, named_temperatures(digest, above.temperatures), above.largest(),
                                 named_temperature(digest, above.at_largest()))});
}

}  // namespace

std::vector<Verdict> judge_ground_loss(const Digest& digest, const Results& results) {
  if (!digest.measurements.in_equilibrium() || results.column("d_mean") == nullptr) return {};
  std::vector<Verdict> found;
  judge_below(digest, results, found);
  judge_size(digest, results, found);
  if (ground_loss_doubtful(digest))
    found.push_back(
        {Verdict::Kind::note, "ground_loss",
         fmt::format("L0 is not known to {:.0f} % of <L> - L0 at every temperature, and the errors of d_mean, "
                     "d_gamma, llc and d_heat say so where they can: d_var, which needs no L0, is the number "
                     "to read.",
                     100 * doubtful_share)});
  const GroundEstimate& first = digest.ground.front();
  if (found.empty() && (first.origin == GroundLoss::descent || first.origin == GroundLoss::anchor))
    found.push_back({Verdict::Kind::good, "ground_loss",
                     fmt::format("L0 is known well enough for d_mean and llc: {}.",
                                 first.origin == GroundLoss::anchor
                                     ? "it is L at the anchor"
                                     : fmt::format("{} descents ended within {:.1g} of each other on average",
                                                   first.minimum.starts, first.minimum.between_starts))});
  return found;
}

}  // namespace replicas
