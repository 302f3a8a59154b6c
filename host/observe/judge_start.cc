#include <spdlog/fmt/fmt.h>

#include "observe/judgement.h"

namespace replicas {

std::vector<Verdict> judge_start(const Digest& digest, const Results&) {
  constexpr std::size_t most_names = 8;
  const Measurements& m = digest.measurements;
  std::string names;
  std::size_t count = 0;
  for (std::size_t r = 0; r < m.start_target.size() && r < m.start_loss.size(); ++r) {
    // A loss equal to the target but for the rounding of a float has arrived.
    if (m.start_loss[r] <= m.start_target[r] * (1 + 1e-6) || ++count > most_names) continue;
    names += fmt::format("{}replica {} ({}, chain {}) at loss {:.3g} instead of {:.3g}", names.empty() ? "" : "; ", r,
                         named_temperature(digest, m.ensemble.temperature_index(r)), m.ensemble.chain(r),
                         m.start_loss[r], m.start_target[r]);
  }
  if (count == 0) return {};
  if (count > most_names) names += fmt::format("; and {} more", count - most_names);
  return {{Verdict::Kind::note, "start",
           fmt::format("{} of {} replicas began above the loss that their descent aimed at: {}. That is harmless when "
                       "the burn-in is long enough.",
                       count, m.start_target.size(), names)}};
}

}  // namespace replicas
