#include <spdlog/fmt/fmt.h>

#include <cmath>

#include "observe/verdicts/judgement.h"
#include "observe/verdicts/rounding.h"

namespace replicas {

namespace {

using Kind = Verdict::Kind;

constexpr double heavy = 1;  // d_var / d_mean - 1
constexpr double standard_errors = 5;
constexpr double coarse = 0.15;  // what a difference between rungs a factor 2 apart may miss of the local slope

/// How far the slope of ln d_mean between a rung and the next lies outside what d_var / d_mean - 1 is at the two, which
/// in equilibrium is that slope at each, and its standard error. So the ends of a ladder are compared, too.
struct Gap {
  double size = 0, error = 0;
};

Gap gap_above(const Digest& digest, const Results& results, std::size_t t) {
  const Column* const excess = results.column("d_excess");
  const Column* const mean = results.column("d_mean");
  constexpr double absent = ReplicaDigest::absent;
  if (excess == nullptr || mean == nullptr || t + 1 >= digest.temperatures()) return {absent, absent};
  const double step = std::log(digest.temperature(t + 1) / digest.temperature(t));
  const double slope = std::log(mean->values[t + 1] / mean->values[t]) / step;
  const double low = std::fmin(excess->values[t], excess->values[t + 1]);
  const double high = std::fmax(excess->values[t], excess->values[t + 1]);
  // At one temperature both numbers are of the same samples: their errors are added as if they went the same way.
  const auto error = [&](std::size_t k) {
    return excess->error[k] + mean->error[k] / std::fabs(mean->values[k]) / step;
  };
  if (!std::isfinite(slope + low + high)) return {absent, absent};
  return {std::fmax(0, std::fmax(low - slope, slope - high)), std::hypot(error(t), error(t + 1))};
}

std::vector<Verdict> judge_response(const Digest& digest, const Results& results, const std::vector<bool>& rounded) {
  const Column* const residual = results.column("slope_residual");
  Findings broken;
  bool tested = false;
  const auto judge = [&](std::size_t t, double off, double error) {
    if (!std::isfinite(off) || !std::isfinite(error)) return;
    tested = true;
    if (off > coarse && off > standard_errors * error) broken.add(t, off);
  };
  for (std::size_t t = 0; t < digest.temperatures(); ++t) {
    const bool last = t + 1 == digest.temperatures();
    if (rounded[t] || (!last && rounded[t + 1])) continue;
    const Gap gap = gap_above(digest, results, t);
    judge(t, gap.size, gap.error);
    const bool inner = t > 0 && !last && !rounded[t - 1];  // at the ends, differences are one-sided
    if (inner && residual != nullptr && (broken.empty() || broken.temperatures.back() != t))
      judge(t, std::fabs(residual->values[t]), residual->error[t]);
  }
  if (!broken.empty())
    return {{Kind::note, "fluctuations",
             fmt::format("d_var/d_mean - 1 and d ln d_mean / d ln T differ at {} or on the way to the next temperature "
                         "(by {:.2g} at {}): in equilibrium they are equal. Look at R-hat and T_conf there, or use a "
                         "finer ladder.",
                         named_temperatures(digest, broken.temperatures), broken.largest(),
                         named_temperature(digest, broken.at_largest()))}};
  if (!tested)
    return {not_tested("whether fluctuations and response agree",
                       digest.temperatures() < 2 ? "it needs two temperatures"
                                                 : "it needs standard errors at two neighbouring temperatures")};
  return {
      {Kind::good, "fluctuations", "Fluctuations and response agree: d_var/d_mean - 1 follows d ln d_mean / d ln T."}};
}

}  // namespace

std::vector<Verdict> judge_fluctuations(const Digest& digest, const Results& results) {
  if (!digest.measurements.in_equilibrium()) return {};
  const std::vector<bool> rounded = rounded_away(digest, results);
  Findings wild, rough;
  for (std::size_t t = 0; t < digest.temperatures(); ++t) {
    if (rounded[t]) rough.add(t, rounding_dimension(digest, results, t));
    const Column* const ratio = results.column("d_excess");
    if (ratio == nullptr || rounded[t]) continue;
    // Significant, too, where there is an error; with one replica the value alone is said.
    const double excess = ratio->values[t], error = ratio->error[t];
    if (excess > heavy && !(excess - 2 * error < 0)) wild.add(t, excess + 1);
  }
  std::vector<Verdict> found;
  if (!rough.empty())
    found.push_back(
        {Kind::note, "rounding",
         fmt::format("The rounding of float32 shakes the loss at {}: it may add about {:.2g} to d_var at {}, "
                     "whatever the step size. Numbers from the fluctuations of L (d_var, d_gamma) are not "
                     "those of the landscape there; use higher <temps>.",
                     named_temperatures(digest, rough.temperatures), rough.largest(),
                     named_temperature(digest, rough.at_largest()))});
  if (!wild.empty())
    found.push_back({Kind::note, "fluctuations",
                     fmt::format("Heavy fluctuations of the loss: d_var/d_mean is above 2 at {} ({:.3g} at {}). Either "
                                 "the step size is too large (then half of it changes the ratio), or d_mean rises "
                                 "steeply with T there, as near a transition.",
                                 named_temperatures(digest, wild.temperatures), wild.largest(),
                                 named_temperature(digest, wild.at_largest()))});
  for (const Verdict& verdict : judge_response(digest, results, rounded))
    if (verdict.kind != Kind::good || wild.empty()) found.push_back(verdict);
  return found;
}

}  // namespace replicas
