#include <spdlog/fmt/fmt.h>

#include <cmath>

#include "observe/judgement.h"
#include "observe/step_size.h"

namespace replicas {

namespace {
constexpr double good = 1.01, failed = 1.05;
}

std::vector<Verdict> judge_agreement(const Digest& digest, const Results& results) {
  if (digest.measurements.gradient_descent) return {};
  Findings all, doubtful, bad, slow;
  std::vector<std::size_t> absent;
  for (std::size_t t = 0; t < digest.temperatures(); ++t) {
    const double r_hat = number_at(results, "rhat", t), of_norm = number_at(results, "rhat_weight_norm2", t);
    if (std::isnan(r_hat)) {
      absent.push_back(t);
      continue;
    }
    all.add(t, r_hat);
    if (r_hat > failed)
      bad.add(t, r_hat);
    else if (r_hat >= good)
      doubtful.add(t, r_hat);
    if (of_norm > failed) slow.add(t, of_norm);
  }
  std::vector<Verdict> found;
  if (!bad.empty())
    found.push_back({Verdict::Kind::failure, "r_hat",
                     fmt::format("The replicas do not agree: R-hat of the loss is above {} at {} ({:.3f} at {}). They "
                                 "have not forgotten their starts, so this is not an equilibrium average there; use "
                                 "more --steps and a longer --burn-in.",
                                 failed, named_temperatures(digest, bad.temperatures), bad.largest(),
                                 named_temperature(digest, bad.at_largest()))});
  if (!doubtful.empty())
    found.push_back({Verdict::Kind::note, "r_hat",
                     fmt::format("R-hat of the loss is between {} and {} at {} ({:.3f} at {}). Few short chains that "
                                 "are stationary read that much; more --steps would tell.",
                                 good, failed, named_temperatures(digest, doubtful.temperatures), doubtful.largest(),
                                 named_temperature(digest, doubtful.at_largest()))});
  if (!absent.empty())
    found.push_back({Verdict::Kind::note, "r_hat",
                     fmt::format("R-hat is not available at {}: it needs 4 samples per replica that are finite and not "
                                 "all equal.",
                                 named_temperatures(digest, absent))});
  if (found.empty())
    found.push_back({Verdict::Kind::good, "r_hat",
                     fmt::format("The replicas agree: R-hat of the loss is at most {:.3f} ({}).", all.largest(),
                                 named_temperature(digest, all.at_largest()))});
  if (!slow.empty())
    found.push_back(
        {Verdict::Kind::note, "r_hat_weight_norm2",
         fmt::format("R-hat of |w|^2 is above {} at {} ({:.3f} at {}): directions that only the confinement "
                     "holds are slow there, so |w|^2 and the covariance spectrum are known less well than "
                     "the loss; more --steps would help.",
                     failed, named_temperatures(digest, slow.temperatures), slow.largest(),
                     named_temperature(digest, slow.at_largest()))});
  return found;
}

}  // namespace replicas
