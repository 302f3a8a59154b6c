#include <algorithm>
#include <numeric>

#include "observe/covariance_spectrum.h"
#include "observe/curves.h"
#include "observe/spectrum_references.h"
#include "observe/student.h"

namespace replicas {

namespace {

constexpr std::size_t most_points = 256;  // the time of an eigenvalue problem grows with the cube of it

/// Over the replicas of one temperature, of their sorted eigenvalues.
std::vector<Moments> spectra(const Digest& digest, std::size_t temperature,
                             const std::vector<const WeightSample*>& samples, std::size_t eigenvalues) {
  const std::size_t n = digest.ensemble().network.weights();
  std::vector<Moments> all(eigenvalues);
  std::vector<float> points(samples.size() * n);
  for (std::size_t chain = 0; chain < digest.chains(); ++chain) {
    if (digest.at(temperature, chain).diverged) continue;
    const auto first = static_cast<std::ptrdiff_t>(digest.number(temperature, chain) * n);
    for (std::size_t i = 0; i < samples.size(); ++i)
      std::copy_n(samples[i]->weights.begin() + first, n, points.begin() + static_cast<std::ptrdiff_t>(i * n));
    const std::vector<double> one = covariance_spectrum(points, n);
    for (std::size_t k = 0; k < eigenvalues; ++k) all[k].add(one[k]);
  }
  return all;
}

}  // namespace

std::vector<Curve> covariance_curves(const Digest& digest) {
  const std::vector<const WeightSample*> all = samples_with_weights(digest.measurements);
  std::vector<const WeightSample*> samples;
  const std::size_t points = std::min(all.size(), most_points);
  for (std::size_t i = 0; i < points; ++i)  // evenly, to within one sample
    samples.push_back(all[i * all.size() / points]);
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
  Curve error = error_of(curve);
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
    double trace = 0;
    for (const Moments& one : spectra(digest, t, samples, eigenvalues)) {
      curve.values.push_back(one.count > 0 ? one.mean : ReplicaDigest::absent);
      error.values.push_back(standard_error(one));
      trace += curve.values.back();
    }
    for (std::size_t k = 0; k < eigenvalues; ++k) {
      null.values.push_back(trace * shape[k]);
      isotropic.values.push_back(trace / noise_trace * noise[k]);
    }
  }
  return {curve, error, null, isotropic};
}

}  // namespace replicas
