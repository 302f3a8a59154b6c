#include <spdlog/fmt/fmt.h>

#include <cmath>

#include "observe/verdicts/judgement.h"

namespace replicas {

namespace {

using Kind = Verdict::Kind;

/// What the same ratio is along directions measured anew on the shortest windows, where it differs; "" else.
std::string on_short_windows(const Digest& digest, const Results& results) {
  const Curve* const ratio = results.curve("window_ratio");
  if (ratio == nullptr || ratio->axis().values.size() < 2) return {};
  const std::size_t lengths = ratio->axis().values.size();
  Findings first, last;
  for (std::size_t t = 0; t < digest.temperatures(); ++t) {
    if (!std::isfinite(ratio->values[t * lengths])) continue;
    first.add(t, ratio->values[t * lengths]);
    last.add(t, ratio->values[(t + 1) * lengths - 1]);
  }
  if (first.empty() || last.largest() < 2 * first.largest()) return {};
  return fmt::format(
      "; along directions measured anew on windows of {:.3g} steps it is {:.3g} to {:.3g}, so over the run the stiff "
      "directions turn",
      ratio->axis().values.front(), first.smallest(), first.largest());
}

/// Is it a bowl? Three standard errors from 1 and 0 on most of the ladder decide.
std::vector<Verdict> judge_bowl(const Digest& digest, const Results& results) {
  const Column* const ratio = results.column("stiff_ratio");
  const Column* const kurtosis = results.column("stiff_kurtosis");
  const std::string question = "whether the stiff directions are those of a quadratic bowl";
  if (ratio == nullptr || kurtosis == nullptr)
    return {
        not_tested(question, digest.map == nullptr ? "no curvature map was made" : "the curvature map has no axes")};
  if (!digest.ensemble().has_equilibrium())
    return {{Kind::failure, "curvature_map",
             "Without confinement there is no equilibrium, and var(x) <h> / T along stiff directions, spectra and "
             "reweighting describe a window of a path. Use <prior>."}};
  if (digest.ensemble().system->capabilities().kinks)
    return {{Kind::note, "curvature_map",
             "With kinks (ReLU, hinge loss) the Hessian misses the curvature of the kinks, so <h> and var(x) <h> / T "
             "along stiff directions "
             "are too small, and tr H is no measure of curvature: use the curvature from the forces, or <activation> "
             "tanh or gelu with a smooth <loss>."}};
  Findings away, ratios, kurtoses;
  std::vector<std::size_t> unknown;
  for (std::size_t t = 0; t < digest.temperatures(); ++t) {
    if (!std::isfinite(ratio->values[t]) || !std::isfinite(kurtosis->values[t])) continue;
    if (!std::isfinite(ratio->error[t])) {
      unknown.push_back(t);
      continue;
    }
    ratios.add(t, ratio->values[t]);
    kurtoses.add(t, kurtosis->values[t]);
    if (std::fabs(ratio->values[t] - 1) > 3 * ratio->error[t] + 0.02) away.add(t, ratio->values[t]);
  }
  std::vector<Verdict> found;
  if (!unknown.empty() || ratios.empty())
    found.push_back(not_tested(question + (unknown.empty() ? "" : " at " + named_temperatures(digest, unknown)),
                               "var(x) <h> / T has no standard error: that needs two replicas of every data set"));
  if (ratios.empty()) return found;
  const std::string seen = fmt::format(
      "over the whole run, along the stiffest directions, var(x) <h> / T is {:.3g} to {:.3g} and the excess kurtosis "
      "{:.2g} to {:.2g}",
      ratios.smallest(), ratios.largest(), kurtoses.smallest(), kurtoses.largest());
  if (away.empty())
    found.push_back({Kind::good, "curvature_map", "As in a quadratic bowl, " + seen + " (1 and 0 for a quadratic)."});
  else
    found.push_back(
        {Kind::good, "curvature_map",
         fmt::format("Not a quadratic bowl at {}: {} (1 and 0 for a quadratic, W/6 and towards -1.2 between walls){}. "
                     "What the loss does at one temperature, d_var/d_mean, is another question.",
                     named_temperatures(digest, away.temperatures), seen, on_short_windows(digest, results))});
  return found;
}

std::vector<Verdict> judge_spectrum(const Digest& digest, const Results& results) {
  constexpr std::size_t fewest = 32;
  const Measurements& m = digest.measurements;
  if (m.weight_samples.empty()) return {};
  const std::size_t kept = samples_with_weights(m).size();
  if (kept == 0)
    return {
        {Kind::note, "covariance_spectrum",
         "The weights were not kept (fewer than 16 samples of all replicas fit the memory set aside), so there is no "
         "covariance spectrum and no curvature map. Use fewer <replicas>, or a shorter ladder."}};
  if (kept < fewest)
    return {{Kind::note, "covariance_spectrum",
             fmt::format("Too few samples for a spectrum: {} samples of the weights per replica show at most {} "
                         "eigenvalues of {}; use more <steps> or a shorter <sample-interval>.",
                         kept, kept - 1, m.ensemble.weights())}};
  const Curve* const seen = results.curve("covariance_spectrum");
  const Curve* const walk = results.curve("covariance_spectrum_random_walk");
  if (seen == nullptr || walk == nullptr) return {};
  // A free walk has shares 0.608 : 0.152 : 0.068 of its trace whatever N; three alike within a quarter are no accident.
  Findings alike;
  const std::size_t width = seen->axis().values.size();
  for (std::size_t t = 0; t < digest.temperatures() && width >= 3; ++t) {
    bool same = true;
    for (std::size_t k = 0; k < 3; ++k)
      same &= std::fabs(seen->values[t * width + k] / walk->values[t * width + k] - 1) < 0.25;
    if (same) alike.add(t, 1);
  }
  if (alike.empty()) return {};
  return {{Kind::note, "covariance_spectrum",
           fmt::format("The covariance spectrum has the shape of a free random walk at {}: flat directions were not "
                       "sampled, and its large eigenvalues are no structure of the landscape. Use more <steps>.",
                       named_temperatures(digest, alike.temperatures))}};
}

/// Replicas far apart, each in a small region of its own.
std::vector<Verdict> judge_basins(const Digest& digest, const Results& results) {
  constexpr double apart = 3;
  const Curve* const cloud = results.curve("cloud_variance");
  const Curve* const within = results.curve("covariance_spectrum");
  Findings stuck;
  bool tested = false;
  const std::size_t width = within == nullptr ? 0 : within->axis().values.size();
  const std::size_t steps = cloud == nullptr ? 0 : cloud->axis().values.size();
  for (std::size_t t = 0; t < digest.temperatures() && width > 0 && steps > 0; ++t) {
    double trace = 0;
    for (std::size_t k = 0; k < width; ++k) trace += within->values[t * width + k];
    const double ratio =
        cloud->values[t * steps + steps - 1] * static_cast<double>(digest.ensemble().weights()) / trace;
    tested |= std::isfinite(ratio);
    if (ratio > apart) stuck.add(t, ratio);
  }
  if (!tested)
    return {not_tested("whether the replicas sit in one basin", "it needs two replicas and samples of their weights")};
  if (stuck.empty()) return {};
  return {
      {Kind::note, "basins",
       fmt::format("The replicas sit in different basins at {}: the variance over replicas is up to {:.3g} times that "
                   "within one ({}). The spectrum is that within a replica, conditional on its basin; averages over "
                   "basins are only as good as R-hat. Use <start> common, more <steps>, or higher <temps>.",
                   named_temperatures(digest, stuck.temperatures), stuck.largest(),
                   named_temperature(digest, stuck.at_largest()))}};
}

}  // namespace

std::vector<Verdict> judge_map(const Digest& digest, const Results& results) {
  if (!digest.measurements.in_equilibrium()) return {};
  std::vector<Verdict> found;
  for (const auto judge : {judge_bowl, judge_spectrum, judge_basins})
    for (Verdict& verdict : judge(digest, results)) found.push_back(std::move(verdict));
  return found;
}

}  // namespace replicas
