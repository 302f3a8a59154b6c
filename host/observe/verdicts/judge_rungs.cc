#include <spdlog/fmt/fmt.h>

#include <cmath>

#include "observe/verdicts/judgement.h"

namespace replicas {

namespace {

using Kind = Verdict::Kind;

std::vector<Verdict> judge_neighbours(const Digest& digest, const Results& results) {
  const Column* const ratio = results.column("energy_ratio");
  if (!digest.ensemble().has_equilibrium()) return {};
  Findings off, all;
  for (std::size_t t = 0; ratio != nullptr && t + 1 < digest.temperatures(); ++t) {
    if (!std::isfinite(ratio->values[t]) || !std::isfinite(ratio->error[t])) continue;
    const double away = std::fabs(ratio->values[t] - 1);
    all.add(t, away / ratio->error[t]);
    if (away > 5 * ratio->error[t] && away > 0.05) off.add(t, away);
  }
  if (all.empty())
    return {not_tested("whether neighbouring temperatures sample one landscape",
                       digest.temperatures() < 2 ? "it needs two temperatures"
                                                 : "it needs losses that overlap, 50 samples and standard errors")};
  if (off.empty())
    return {{Kind::good, "energy_ratio",
             fmt::format("Neighbouring temperatures sample one landscape: the slopes of ln[p(L; T2) / p(L; T1)] are as "
                         "predicted within {:.2g} standard errors.",
                         all.largest())}};
  return {
      {Kind::note, "energy_ratio",
       fmt::format("The losses at {} and at the next temperature do not belong to one landscape in equilibrium (slope "
                   "{:.3g} of the predicted one at {}): a bias of the step size, or one of them has not relaxed.",
                   named_temperatures(digest, off.temperatures), ratio->values[off.at_largest()],
                   named_temperature(digest, off.at_largest()))}};
}

/// Between two rungs there is something to reweight only where the losses seen at both overlap.
std::vector<Verdict> judge_overlap(const Digest& digest, const Results& results) {
  if (!digest.ensemble().one_measure() || results.curve("reweighted_loss") != nullptr) return {};
  Findings gaps;  // between neighbouring means, in the sum of the two standard deviations
  for (std::size_t t = 0; t + 1 < digest.temperatures(); ++t) {
    const double spread =
        std::sqrt(number_at(results, "loss_variance", t)) + std::sqrt(number_at(results, "loss_variance", t + 1));
    const double gap = (number_at(results, "loss_mean", t + 1) - number_at(results, "loss_mean", t)) / spread;
    if (std::isfinite(gap)) gaps.add(t, gap);
  }
  if (gaps.empty()) return {};
  const std::size_t widest = gaps.at_largest();
  return {{Kind::note, "reweighting",
           fmt::format("Neighbouring temperatures share too few losses to be reweighted into one another, so there are "
                       "no curves between them: at {} and the next one the means are {:.2g} times the sum of their "
                       "standard deviations apart. Use more temperatures.",
                       named_temperature(digest, widest), gaps.largest())}};
}

}  // namespace

std::vector<Verdict> judge_rungs(const Digest& digest, const Results& results) {
  if (!digest.measurements.in_equilibrium()) return {};
  std::vector<Verdict> found = judge_neighbours(digest, results);
  for (Verdict& verdict : judge_overlap(digest, results)) found.push_back(std::move(verdict));
  return found;
}

}  // namespace replicas
