#include <spdlog/fmt/fmt.h>

#include <cmath>

#include "observe/verdicts/judgement.h"

namespace replicas {

/// Exponent of the relaxation time eta tau of the loss in T over the whole ladder, by weighted least squares: 0 when
/// the clock is t = eta x steps (a quadratic), -1 when it is T t (walls).
std::vector<Verdict> judge_clock(const Digest& digest, const Results& results) {
  const Column* const tau = results.column("tau");
  if (!digest.measurements.in_equilibrium()) return {};
  constexpr std::size_t fewest = 3;
  constexpr double coarse = 0.15;  // of the exponent: twice this tells 0 from -1, and either from neither
  std::vector<double> x, y, weight;
  double all = 0, mean_x = 0, mean_y = 0;
  for (std::size_t t = 0; tau != nullptr && t < digest.temperatures(); ++t) {
    const double relative = tau->error[t] / tau->values[t];
    if (!(tau->values[t] > 0) || !(relative > 0)) continue;
    x.push_back(std::log(digest.temperature(t)));
    y.push_back(std::log(tau->values[t] * digest.ensemble().dynamics.step_sizes[t]));
    weight.push_back(1 / (relative * relative));
    all += weight.back();
    mean_x += weight.back() * x.back();
    mean_y += weight.back() * y.back();
  }
  if (x.size() < fewest)
    return {not_tested("the clock of the loss", "it needs the relaxation time and its error at three temperatures")};
  mean_x /= all;
  mean_y /= all;
  double xx = 0, xy = 0, rest = 0;
  for (std::size_t i = 0; i < x.size(); ++i) {
    xx += weight[i] * std::pow(x[i] - mean_x, 2);
    xy += weight[i] * (x[i] - mean_x) * (y[i] - mean_y);
  }
  const double slope = xy / xx;
  for (std::size_t i = 0; i < x.size(); ++i) rest += weight[i] * std::pow(y[i] - mean_y - slope * (x[i] - mean_x), 2);
  const double error = std::sqrt(std::fmax(1, rest / static_cast<double>(x.size() - 2)) / xx);
  if (!(error < coarse))
    return {
        {Verdict::Kind::note, "clock",
         fmt::format("Relaxation: on which clock the loss forgets is not known, d ln(eta tau) / d ln T is {:.2g} +- "
                     "{:.2g} over the ladder; more <steps> or <replicas>.",
                     slope, error)}};
  // Near an exponent is not on it: curves that are drawn over T t then do not fall onto each other.
  const auto forgets = [&](const char* name, double exponent) {
    const double off = std::fabs(slope - exponent) / error;
    return off > 3
               ? fmt::format("the loss forgets nearly on the clock {}, not quite ({:.0f} errors from it)", name, off)
               : fmt::format("the loss forgets on the clock {}", name);
  };
  const std::string clock = std::fabs(slope) < 0.2       ? forgets("t = eta x steps", 0)
                            : std::fabs(slope + 1) < 0.3 ? forgets("T t", -1)
                                                         : "neither t nor T t is the clock of the loss";
  return {{Verdict::Kind::good, "clock",
           fmt::format("Relaxation: {}: d ln(eta tau) / d ln T is {:.3f} +- {:.3f} over the ladder (0 for a quadratic, "
                       "-1 between walls).",
                       clock, slope, error)}};
}

}  // namespace replicas
