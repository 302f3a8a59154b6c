#include <spdlog/fmt/fmt.h>

#include <cmath>

#include "observe/judgement.h"

namespace replicas {

namespace {
constexpr double heavy = 1;  // d_var / d_mean - 1
constexpr double standard_errors = 5;
constexpr double coarse = 0.15;  // what a difference between rungs a factor 2 apart may miss of the local slope
}  // namespace

std::vector<Verdict> judge_fluctuations(const Digest& digest, const Results& results) {
  if (digest.measurements.gradient_descent) return {};
  const Column* residual = results.column("slope_residual");
  Findings wild, broken;
  for (std::size_t t = 0; t < digest.temperatures(); ++t) {
    if (const double excess = number_at(results, "d_excess", t); excess > heavy) wild.add(t, excess + 1);
    if (residual == nullptr || t == 0 || t + 1 == digest.temperatures()) continue;  // one-sided slopes at the ends
    const double off = std::fabs(residual->value[t]);
    if (off > coarse && off > standard_errors * residual->error[t]) broken.add(t, off);
  }
  std::vector<Verdict> found;
  if (!wild.empty())
    found.push_back({Verdict::Kind::note, "fluctuations",
                     fmt::format("Heavy fluctuations of the loss: d_var/d_mean is above 2 at {} ({:.3g} at {}). Either "
                                 "the step size is too large (then half of it changes the ratio), or d_mean rises "
                                 "steeply with T there, as near a transition.",
                                 named_temperatures(digest, wild.temperatures), wild.largest(),
                                 named_temperature(digest, wild.at_largest()))});
  if (!broken.empty())
    found.push_back({Verdict::Kind::note, "fluctuations",
                     fmt::format("d_var/d_mean - 1 and d ln d_mean / d ln T differ at {} (by {:.2g} at {}): in "
                                 "equilibrium they are equal. Look at R-hat and T_conf there, or use a finer ladder.",
                                 named_temperatures(digest, broken.temperatures), broken.largest(),
                                 named_temperature(digest, broken.at_largest()))});
  if (found.empty() && results.column("d_mean_slope") != nullptr)
    found.push_back({Verdict::Kind::good, "fluctuations",
                     "Fluctuations and response agree: d_var/d_mean - 1 follows d ln d_mean / d ln T."});
  return found;
}

}  // namespace replicas
