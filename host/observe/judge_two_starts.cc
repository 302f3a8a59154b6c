#include <spdlog/fmt/fmt.h>

#include <cmath>

#include "observe/judgement.h"
#include "observe/student.h"
#include "observe/two_starts.h"

namespace replicas {

namespace {
constexpr double rare = 1e-4;     // a sound run of ten temperatures is called split once in a thousand
constexpr double resolved = 0.1;  // of <L> - L0: what the comparison must be able to see
}  // namespace

std::vector<Verdict> judge_two_starts(const Digest& digest, const Results& results) {
  const Measurements& m = digest.measurements;
  if (m.gradient_descent || !m.two_starts) return {};
  Findings split, blunt;
  std::string surest;
  double least = 1, largest = 0;
  for (std::size_t t = 0; t < digest.temperatures(); ++t) {
    const StartComparison found = compare_starts(digest, t);
    if (std::isnan(found.error)) {
      blunt.add(t, 1);
      continue;
    }
    const double z = std::fabs(found.difference) / found.error;
    const double probability = student_two_sided(z, found.freedom);
    if (probability < rare) {
      split.add(t, z);
      if (probability <= least)
        surest = fmt::format("{:.4g} from descent, {:.4g} from the prior, {:.1f} standard errors at {}",
                             found.from_descent, found.from_prior, z, named_temperature(digest, t));
      least = std::fmin(least, probability);
      continue;
    }
    const double scale = number_at(results, "d_mean", t) * digest.temperature(t) / 2;  // <L> - L0
    const double share = found.error / std::fabs(scale);
    if (!(share < resolved))
      blunt.add(t, share);
    else
      largest = std::fmax(largest, share);
  }
  std::vector<Verdict> found;
  if (!split.empty())
    found.push_back(
        {Verdict::Kind::failure, "two_starts",
         fmt::format("The two starts disagree on <L> at {} ({}). The run has not forgotten where it began, "
                     "so this is not an equilibrium average there; use more --steps and a longer --burn-in.",
                     named_temperatures(digest, split.temperatures), surest)});
  if (!blunt.empty())
    found.push_back(
        {Verdict::Kind::note, "two_starts",
         fmt::format("Not tested whether the two starts agree at {}: the difference of their <L> is not known "
                     "to {:.0f} % of <L> - L0; use more --replicas or --steps.",
                     named_temperatures(digest, blunt.temperatures), 100 * resolved)});
  if (found.empty())
    found.push_back(
        {Verdict::Kind::good, "two_starts",
         fmt::format("Replicas from descent and from the prior agree on <L> within errors, which are at most "
                     "{:.1f} % of <L> - L0.",
                     100 * largest)});
  return found;
}

}  // namespace replicas
