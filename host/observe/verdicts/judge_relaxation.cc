#include <spdlog/fmt/fmt.h>

#include <cmath>

#include "observe/verdicts/judgement.h"

namespace replicas {

/// Directions that only the confinement holds relax in 1 / (eta decay) steps: sigma^2 / (eta T) for a prior. With
/// velocities and steps of time h they take friction / (h decay), or twice 1 / (friction h) where that is longer.
std::vector<Verdict> judge_relaxation(const Digest& digest, const Results&) {
  const Measurements& m = digest.measurements;
  if (!m.in_equilibrium()) return {};
  Findings slow;
  for (std::size_t t = 0; t < digest.temperatures(); ++t) {
    const Dynamics& dynamics = m.ensemble.dynamics;
    const bool moving = dynamics.update == Update::baoab;
    double longest = moving ? 2 / (dynamics.friction * std::sqrt(2 * dynamics.step_sizes[t])) : 0;
    for (const Block& block : m.ensemble.layout().blocks())
      if (const double decay = m.ensemble.decay(t, block); decay > 0)
        longest = std::fmax(longest, (moving ? dynamics.friction : 1) / (m.ensemble.step_size(t, block) * decay));
    if (longest > static_cast<double>(m.burn_in)) slow.add(t, longest);
  }
  if (slow.empty()) return {};
  return {{Verdict::Kind::note, "relaxation",
           fmt::format("The burn-in of {} steps is shorter than the relaxation of directions that only the confinement "
                       "holds at {} ({:.3g} steps at {}): those directions still remember the start. Use a longer "
                       "<burn-in>, or start from the prior.",
                       m.burn_in, named_temperatures(digest, slow.temperatures), slow.largest(),
                       named_temperature(digest, slow.at_largest()))}};
}

}  // namespace replicas
