#include <spdlog/fmt/fmt.h>

#include "observe/observables/ground_loss.h"
#include "observe/verdicts/judgement.h"

namespace replicas {

std::vector<Verdict> judge_start(const Digest& digest, const Results&) {
  constexpr std::size_t most_names = 8;
  const Measurements& m = digest.measurements;
  std::string names;
  std::size_t count = 0, unreachable = 0;
  for (std::size_t r = 0; r < m.start_target.size() && r < m.start_loss.size(); ++r) {
    // A loss equal to the target but for the rounding of a float has arrived.
    if (m.start_loss[r] <= m.start_target[r] * (1 + 1e-6)) continue;
    const std::size_t chain = m.ensemble.chain(r), t = m.ensemble.temperature_index(r);
    const bool anchored = digest.ground[m.ensemble.dataset_index(r)].origin == GroundLoss::anchor;
    if (!anchored && m.start_target[r] < ground_loss(digest, t, {&chain, 1})) {
      ++unreachable;
      continue;
    }
    if (++count > most_names) continue;
    names += fmt::format("{}replica {} ({}, chain {}) at loss {:.3g} instead of {:.3g}", names.empty() ? "" : "; ", r,
                         named_temperature(digest, t), chain, m.start_loss[r], m.start_target[r]);
  }
  std::vector<Verdict> found;
  if (unreachable > 0)
    found.push_back(
        {Verdict::Kind::note, "start",
         fmt::format("{} of {} replicas descended towards a loss below L0, which no weights have, and began "
                     "where the descent ended. <start> descent:LOSS with a LOSS above L0 saves that time.",
                     unreachable, m.start_target.size())});
  if (count > most_names) names += fmt::format("; and {} more", count - most_names);
  if (count > 0)
    found.push_back(
        {Verdict::Kind::note, "start",
         fmt::format("{} of {} replicas began above the loss that their descent aimed at: {}. That is harmless "
                     "when the burn-in is long enough.",
                     count, m.start_target.size(), names)});
  return found;
}

}  // namespace replicas
