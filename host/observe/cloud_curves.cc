// The cloud of replicas as time goes on: from a common start it is isotropic as long as nothing but noise has acted,
// and narrows along what the landscape holds.
#include <algorithm>
#include <cmath>
#include <numeric>

#include "observe/covariance_spectrum.h"
#include "observe/curves.h"
#include "observe/spectrum_references.h"

namespace replicas {

namespace {

constexpr std::size_t most_times = 6, most_points = 256;

/// Evenly spread in the logarithm of the number of the sample: most is seen early.
std::vector<const WeightSample*> chosen_moments(const Digest& digest) {
  const std::vector<const WeightSample*> all = samples_with_weights(digest.measurements);
  std::vector<const WeightSample*> some;
  for (std::size_t i = 0; i < most_times && !all.empty(); ++i) {
    const double place = std::pow(static_cast<double>(all.size()), static_cast<double>(i) / (most_times - 1));
    const WeightSample* const sample = all[std::min(all.size(), static_cast<std::size_t>(std::lround(place))) - 1];
    if (some.empty() || sample->step > some.back()->step) some.push_back(sample);
  }
  return some;
}

}  // namespace

std::vector<Curve> cloud_curves(const Digest& digest) {
  const std::vector<const WeightSample*> moments = chosen_moments(digest);
  const std::size_t n = digest.ensemble().network.weights(), sets = digest.ensemble().datasets.size();
  const std::size_t points = std::min(most_points, digest.chains() / sets);
  if (moments.empty() || points < 3) return {};
  const std::size_t eigenvalues = std::min(n, points - 1);
  Curve curve{.name = "cloud_spectrum",
              .unit = "1",
              .long_name = "eigenvalues of the covariance of the weights over replicas, mean over data sets",
              .axis = "cloud_eigenvalue",
              .axis_unit = "1",
              .axis_long_name = "number, largest first",
              .integer_axis = true,
              .axis_values = std::vector<double>(eigenvalues),
              .values = {},
              .group = "dynamics",
              .row = "cloud_time",
              .row_unit = "1",
              .row_long_name = "steps since the start"};
  std::iota(curve.axis_values.begin(), curve.axis_values.end(), 1.0);
  for (const WeightSample* sample : moments) curve.row_values.push_back(static_cast<double>(sample->step));
  Curve null = curve;
  null.name = "cloud_spectrum_marchenko_pastur";
  null.long_name = "what an isotropic cloud with the same trace and number of replicas would show";
  const std::vector<double> noise = marchenko_pastur_spectrum(n, points - 1);
  const double noise_trace = std::accumulate(noise.begin(), noise.end(), 0.0);
  for (std::size_t t = 0; t < digest.temperatures(); ++t)
    for (const WeightSample* sample : moments) {
      std::vector<double> sum(eigenvalues, 0.0);
      double whole = 0;  // data sets of which no replica diverged: fewer would show fewer eigenvalues
      for (std::size_t dataset = 0; dataset < sets; ++dataset) {
        const std::vector<std::size_t> chains = digest.chains_of(t, dataset);
        if (chains.size() < points) continue;
        std::vector<float> cloud;
        for (std::size_t i = 0; i < points; ++i) {
          const auto first = sample->weights.begin() + static_cast<std::ptrdiff_t>(digest.number(t, chains[i]) * n);
          cloud.insert(cloud.end(), first, first + static_cast<std::ptrdiff_t>(n));
        }
        const std::vector<double> one = covariance_spectrum(cloud, n);
        for (std::size_t k = 0; k < eigenvalues; ++k) sum[k] += one[k];
        ++whole;
      }
      const double trace = std::accumulate(sum.begin(), sum.end(), 0.0);
      for (std::size_t k = 0; k < eigenvalues; ++k) {
        curve.values.push_back(whole > 0 ? sum[k] / whole : ReplicaDigest::absent);
        null.values.push_back(whole > 0 ? trace / whole * noise[k] / noise_trace : ReplicaDigest::absent);
      }
    }
  return {curve, null};
}

}  // namespace replicas
