#include <spdlog/fmt/fmt.h>

#include <cmath>

#include "observe/observables/two_starts.h"
#include "observe/verdicts/judgement.h"

namespace replicas {

std::vector<Verdict> judge_two_starts(const Digest& digest, const Results& results) {
  if (!digest.measurements.in_equilibrium() || !digest.measurements.two_starts) return {};
  Findings split, blunt;
  StartComparison widest;  // the surest disagreement
  double largest = 0;      // error over <L> - L0 where they agree
  for (std::size_t t = 0; t < digest.temperatures(); ++t) {
    const StartComparison found = compare_starts(digest, t);
    const double above_ground = number_at(results, "d_mean", t) * digest.temperature(t) / 2;
    switch (starts_agree(found, above_ground)) {
      case StartsAgree::not_tested: blunt.add(t, found.error); break;
      case StartsAgree::yes: largest = std::fmax(largest, found.error / std::fabs(above_ground)); break;
      case StartsAgree::no:
        split.add(t, std::fabs(found.difference) / found.error);
        if (split.at_largest() == t) widest = found;
    }
  }
  std::vector<Verdict> found;
  if (!split.empty())
    found.push_back(
        {Verdict::Kind::failure, "two_starts",
         fmt::format(
             "The two starts disagree on <L> at {} ({:.4g} from descent, {:.4g} from the prior, {:.1f} standard "
             "errors at {}). The run has not forgotten where it began, so this is not an equilibrium average "
             "there; use more <steps> and a longer <burn-in>.",
             named_temperatures(digest, split.temperatures), widest.from_descent, widest.from_prior, split.largest(),
             named_temperature(digest, split.at_largest()))});
  if (!blunt.empty())
    found.push_back(
        {Verdict::Kind::note, "two_starts",
         fmt::format("Not tested whether the two starts agree at {}: the difference of their <L> is not known "
                     "to a tenth of <L> - L0; use more <replicas> or <steps>.",
                     named_temperatures(digest, blunt.temperatures))});
  if (found.empty())
    found.push_back({Verdict::Kind::good, "two_starts",
                     fmt::format("Replicas that began by descent and from the prior agree on <L>: their difference is "
                                 "within its error, at most {:.1f} % of <L> - L0.",
                                 100 * largest)});
  return found;
}

}  // namespace replicas
