#include <spdlog/fmt/fmt.h>

#include <cmath>

#include "observe/instruments/gauge.h"
#include "observe/observables/pooled.h"
#include "observe/verdicts/judgement.h"

namespace replicas {

namespace {
constexpr double alarm = 6;
}

/// D^2 over its variance has mean T_gauge / T and variance 2; neighbouring `lm` windows share a noise, which multiplies
/// the variance of the mean of n of them by 1 + 2 rho^2. So the standard error is known, not estimated.
std::vector<Verdict> judge_thermometer(const Digest& digest, const Results&) {
  const Measurements& m = digest.measurements;
  if (!m.in_equilibrium() || m.ensemble.system->gauge_mode_count() == 0) return {};
  if (m.ensemble.dynamics.has_velocities())
    return {not_tested("the temperature of the gauge modes", "its law is that of dynamics without velocities")};
  Findings wrong, all;
  double worst_ratio = 1;
  for (std::size_t t = 0; t < digest.temperatures() && m.weight_samples.size() > 1; ++t) {
    Moments gauge;
    for (const ReplicaDigest& replica : std::span(digest.replicas).subspan(digest.number(t, 0), digest.chains()))
      if (!replica.diverged) gauge.add(replica.gauge);
    if (gauge.count == 0) continue;
    double correlation = 0;
    for (const GaugeWindow& window : gauge_windows(m.ensemble, t, m.weight_samples[1].step - m.weight_samples[0].step))
      if (std::fabs(window.neighbour_correlation) > std::fabs(correlation)) correlation = window.neighbour_correlation;
    const double error = std::sqrt(2 * (1 + 2 * correlation * correlation) / gauge.count);
    const double z = std::fabs(gauge.mean - 1) / error;
    if (all.empty() || z > all.largest()) worst_ratio = gauge.mean;
    all.add(t, z);
    if (!(z <= alarm)) wrong.add(t, z);
  }
  if (all.empty()) return {not_tested("the temperature of the gauge modes", "it needs two samples of the weights")};
  if (!wrong.empty())
    return {{Verdict::Kind::failure, "thermometer",
             fmt::format("Not at its temperature: the gauge modes are more than {} standard errors off at {} "
                         "(T_gauge/T = {:.4f}, {:.0f} standard errors, at {}). The noise or the confinement is wrong; "
                         "please report this.",
                         alarm, named_temperatures(digest, wrong.temperatures), worst_ratio, wrong.largest(),
                         named_temperature(digest, wrong.at_largest()))}};
  return {{Verdict::Kind::good, "thermometer",
           fmt::format("At its temperature: T_gauge/T differs from 1 by at most {:.1f} standard errors ({}).",
                       all.largest(), named_temperature(digest, all.at_largest()))}};
}

}  // namespace replicas
