#include <algorithm>
#include <numeric>

#include "observe/covariance_spectrum.h"
#include "observe/curves.h"
#include "observe/spectrum_references.h"

namespace replicas {

namespace {

constexpr std::size_t most_points = 256;  // the time of an eigenvalue problem grows with the cube of it

/// Mean over the replicas of one temperature of their sorted eigenvalues.
std::vector<double> mean_spectrum(const Digest& digest, std::size_t temperature,
                                  const std::vector<const WeightSample*>& samples, std::size_t eigenvalues) {
  const std::size_t n = digest.ensemble().network.weights();
  std::vector<double> sum(eigenvalues, 0.0);
  std::size_t count = 0;
  std::vector<float> points(samples.size() * n);
  for (std::size_t chain = 0; chain < digest.chains(); ++chain) {
    if (digest.at(temperature, chain).diverged) continue;
    const auto first = static_cast<std::ptrdiff_t>(digest.number(temperature, chain) * n);
    for (std::size_t i = 0; i < samples.size(); ++i)
      std::copy_n(samples[i]->weights.begin() + first, n, points.begin() + static_cast<std::ptrdiff_t>(i * n));
    const std::vector<double> one = covariance_spectrum(points, n);
    for (std::size_t k = 0; k < eigenvalues; ++k) sum[k] += one[k];
    ++count;
  }
  for (double& value : sum) value = count > 0 ? value / static_cast<double>(count) : ReplicaDigest::absent;
  return sum;
}

}  // namespace

std::vector<Curve> covariance_curves(const Digest& digest) {
  const auto& all = digest.measurements.weight_samples;
  std::vector<const WeightSample*> samples;
  const std::size_t points = std::min(all.size(), most_points);
  for (std::size_t i = 0; i < points; ++i)  // evenly, to within one sample
    if (const WeightSample& sample = all[i * all.size() / points]; !sample.weights.empty()) samples.push_back(&sample);
  if (samples.size() < 2) return {};

  const std::size_t eigenvalues = std::min(digest.ensemble().network.weights(), samples.size() - 1);
  Curve curve{.name = "covariance_spectrum",
              .unit = "1",
              .long_name = "eigenvalues of the covariance of the weights within a replica, mean over replicas",
              .axis = "eigenvalue",
              .axis_unit = "1",
              .axis_long_name = "number, largest first",
              .integer_axis = true,
              .axis_values = std::vector<double>(eigenvalues),
              .values = {}};
  std::iota(curve.axis_values.begin(), curve.axis_values.end(), 1.0);
  Curve null = curve;
  null.name = "covariance_spectrum_random_walk";
  null.long_name = "what free diffusion with the same trace and number of samples would show";
  Curve isotropic = curve;
  isotropic.name = "covariance_spectrum_marchenko_pastur";
  isotropic.long_name = "what independent samples of an isotropic cloud with the same trace would show";
  const std::vector<double> shape = random_walk_spectrum(samples.size());
  const std::vector<double> noise = marchenko_pastur_spectrum(digest.ensemble().network.weights(), samples.size() - 1);
  const double noise_trace = std::accumulate(noise.begin(), noise.end(), 0.0);
  for (std::size_t t = 0; t < digest.temperatures(); ++t) {
    const std::vector<double> spectrum = mean_spectrum(digest, t, samples, eigenvalues);
    const double trace = std::accumulate(spectrum.begin(), spectrum.end(), 0.0);
    curve.values.insert(curve.values.end(), spectrum.begin(), spectrum.end());
    for (std::size_t k = 0; k < eigenvalues; ++k) {
      null.values.push_back(trace * shape[k]);
      isotropic.values.push_back(trace / noise_trace * noise[k]);
    }
  }
  return {curve, null, isotropic};
}

}  // namespace replicas
