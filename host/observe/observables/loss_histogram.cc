#include <algorithm>
#include <cmath>

#include "observe/observables/curves.h"
#include "observe/observables/ground_loss.h"
#include "observe/statistics/distributions.h"

namespace replicas {

namespace {

/// x = (L - L0) / T of every sample at one temperature.
std::vector<double> reduced_losses(const Digest& digest, std::size_t temperature) {
  std::vector<double> all;
  for (std::size_t dataset = 0; dataset < digest.ensemble().dataset_count(); ++dataset) {
    const std::vector<std::size_t> chains = digest.chains_of(temperature, dataset);
    if (chains.empty()) continue;
    const double ground = ground_loss(digest, temperature, chains);
    for (const Sample& sample : digest.measurements.samples)
      for (const std::size_t chain : chains) {
        const double loss = static_cast<double>(sample[recorded::loss][digest.number(temperature, chain)]);
        const double x = (loss - ground) / digest.temperature(temperature);
        if (std::isfinite(x)) all.push_back(x);
      }
  }
  return all;
}

}  // namespace

std::vector<Curve> loss_histogram_curves(const Digest& digest, const std::vector<double>& d_mean) {
  constexpr std::size_t bins = 120;
  std::vector<std::vector<double>> losses;
  double low = HUGE_VAL, high = -HUGE_VAL;
  for (std::size_t t = 0; t < digest.temperatures(); ++t)
    for (const double x : losses.emplace_back(reduced_losses(digest, t))) {
      low = std::min(low, x);
      high = std::max(high, x);
    }
  if (!(high > low)) return {};
  const double width = (high - low) / bins;
  Curve curve{
      .name = "loss_histogram",
      .unit = "1",
      .long_name = "probability density of (L - L0) / T",
      .axes = {temperature_axis(digest.ensemble().temperatures),
               {.name = "loss_bin", .unit = "1", .long_name = "(L - L0) / T, middle of the bin", .integers = false}}};
  for (std::size_t i = 0; i < bins; ++i) curve.axis().values.push_back(low + width * (static_cast<double>(i) + 0.5));
  Curve gamma = curve;
  gamma.name = "loss_histogram_gamma";
  gamma.long_name = "density of the Gamma distribution with shape d_mean / 2 and scale T";
  for (std::size_t t = 0; t < digest.temperatures(); ++t) {
    std::vector<double> density(bins, 0.0);
    for (const double x : losses[t])
      density[std::min(bins - 1, static_cast<std::size_t>((x - low) / width))] +=
          1 / (width * static_cast<double>(losses[t].size()));
    curve.values.insert(curve.values.end(), density.begin(), density.end());
    for (const double x : curve.axis().values)
      gamma.values.push_back(d_mean[t] > 0 ? gamma_density(x, d_mean[t] / 2, 1) : ReplicaDigest::absent);
  }
  return {curve, gamma};
}

}  // namespace replicas
