#include <spdlog/fmt/fmt.h>

#include "observe/observables/blocks.h"
#include "observe/verdicts/judgement.h"
#include "system/decay_ranges.h"

namespace replicas {

std::vector<Verdict> judge_confinement(const Digest& digest, const Results&) {
  const Ensemble& ensemble = digest.ensemble();
  std::vector<Verdict> of_a_path;
  if (digest.measurements.gradient_descent)
    of_a_path.push_back(
        {Verdict::Kind::note, "confinement",
         "T = 0 is plain gradient descent: a path, not an average. Nothing thermal is defined for it."});
  if (const Dynamics& dynamics = ensemble.dynamics; !dynamics.constant())
    of_a_path.push_back(
        {Verdict::Kind::note, "confinement",
         fmt::format("{} a schedule: what is measured belongs to a path, not to an equilibrium. Columns and curves "
                     "of an equilibrium (d_mean, llc, d_var, d_heat, T_gauge, tau, ...) are left out.",
                     dynamics.temperature_schedule.varies() ? "<temps> follows" : "<step-size> follows")});
  if (const Batch& batch = ensemble.dynamics.batch; batch.online())
    of_a_path.push_back(
        {Verdict::Kind::note, "confinement",
         fmt::format("Steps move by {} fresh examples each: the loss that they lower is the mean over the law of the "
                     "examples, and L is measured on {} stored ones, as a test loss is.{}",
                     batch.size, ensemble.examples(),
                     digest.measurements.gradient_descent
                         ? ""
                         : " Columns and curves of an equilibrium (d_mean, llc, d_var, d_heat, T_gauge, tau, ...) are "
                           "left out: they need the loss that the weights feel.")});
  if (!of_a_path.empty()) return of_a_path;
  const bool own_walls = ensemble.system->capabilities().normalisable;
  if (largest_decay(ensemble, digest.temperatures() - 1) == 0 && !own_walls) {
    std::string growth;
    for (std::size_t t = 0; t < digest.temperatures(); ++t) {
      const BlockMeans blocks = weight_norm2_blocks(digest, t);
      if (blocks.empty() || blocks.front().size() < 2) continue;
      Moments first, last;
      for (const std::vector<double>& row : blocks) {
        first.add(row.front());
        last.add(row.back());
      }
      if (t == 0 || t + 1 == digest.temperatures())
        growth += fmt::format("{} from {:.4g} to {:.4g} at {}", growth.empty() ? "; |w|^2 went" : " and", first.mean,
                              last.mean, named_temperature(digest, t));
    }
    return {{Verdict::Kind::failure, "confinement",
             fmt::format("No confinement: exp(-L/T) cannot be normalised, so this is a window of a path that has no "
                         "equilibrium, not an equilibrium average, at any temperature{}. Use <prior>.",
                         growth)}};
  }
  if (ensemble.confinement.kind == Confinement::Kind::decay)
    return {{Verdict::Kind::note, "confinement",
             "With a fixed weight decay the confining measure changes with T, so d_var and d_heat of L alone need not "
             "agree (those of U = L + V do); use <prior> to compare them."}};
  return {};
}

}  // namespace replicas
