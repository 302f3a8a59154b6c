#pragma once

#include "verify/check.h"
#include "verify/under_test.h"

namespace replicas {

/// Where the curvature h of a well h x^2 / 2 comes from: the same law whatever the source.
enum class Source { loss, decay, prior, anchor };

/// `copies` independent wells of one curvature in each replica, without code that only tests use: a linear network of
/// one input, squared loss and one example sqrt(h) -> 0 (its loss is h |w|^2 / 2), or zero data and a confinement.
/// `prior` and `anchor` scale with T, so there h is the curvature at temperature 1.
inline Ensemble wells(Source source, double curvature, int copies) {
  using Kind = Confinement::Kind;
  const Network network({1, copies}, Activation::linear, Loss::mse, false);
  const float input = source == Source::loss ? static_cast<float>(std::sqrt(curvature)) : 0.0f;
  const std::vector<float> targets(static_cast<std::size_t>(copies), 0.0f);
  Ensemble ensemble = ensemble_of(network, {1, 1, copies, {input}, {}, targets, "a well"});
  if (source == Source::decay) ensemble.confinement = {Kind::decay, curvature};
  if (source == Source::prior) ensemble.confinement = {Kind::prior, 1 / std::sqrt(curvature)};
  if (source == Source::anchor) ensemble.confinement = {Kind::anchor, curvature};
  return ensemble;
}

/// Variance of x after n >= 1 steps from a point, exact at any step size (science: "Exact laws of the discrete chain").
inline double well_variance(Update update, double h, double eta, double temperature, double n) {
  const double a = 1 - eta * h;
  if (h == 0) return update == Update::em ? 2 * eta * temperature * n : eta * temperature * (2 * n - 1);
  if (update == Update::em) return temperature / (h * (1 - eta * h / 2)) * (1 - std::pow(a, 2 * n));
  return temperature / h + std::pow(a, 2 * (n - 1)) * (eta * temperature - temperature / h);
}

/// Mean square of independent normal numbers about their known mean.
inline Check variance_check(const std::string& name, std::span<const double> x, double mean, double variance) {
  const double count = static_cast<double>(x.size());
  double square = 0;
  for (const double value : x) square += (value - mean) * (value - mean) / count;
  return mean_square_check("variance, " + name, square, variance, count);
}

/// Mean of independent normal numbers: its standard error is sqrt(v / n).
inline Check location_check(const std::string& name, std::span<const double> x, double mean, double variance) {
  const double count = static_cast<double>(x.size());
  double deviation = 0;
  for (const double value : x) deviation += (value - mean) / count;
  return {"mean, " + name, mean + deviation, mean, std::sqrt(variance / count), count};
}

}  // namespace replicas
