#include <spdlog/fmt/fmt.h>

#include "observe/verdicts/advice.h"
#include "observe/verdicts/judgement.h"

namespace replicas {

std::vector<Verdict> judge_divergence(const Digest& digest, const Results&) {
  constexpr std::size_t most_names = 8;
  const Measurements& m = digest.measurements;
  std::string names;
  std::size_t count = 0;
  for (std::size_t r = 0; r < digest.replicas.size(); ++r) {
    if (!digest.replicas[r].diverged || ++count > most_names) continue;
    std::string when;
    for (const Divergence& divergence : m.divergences)
      if (divergence.replica == r) when = fmt::format(", by step {}", divergence.step);
    names += fmt::format("{}replica {} ({}, chain {}{})", names.empty() ? "" : "; ", r,
                         named_temperature(digest, m.ensemble.temperature_index(r)), m.ensemble.chain(r), when);
  }
  if (count == 0) return {{Verdict::Kind::good, "divergence", "No replica diverged."}};
  if (count > most_names) names += fmt::format("; and {} more", count - most_names);
  return {{Verdict::Kind::failure, "divergence",
           fmt::format("{} of {} replicas diverged: {}. The averages leave them out, which biases them; {}.", count,
                       digest.replicas.size(), names, smaller_steps(m))}};
}

}  // namespace replicas
