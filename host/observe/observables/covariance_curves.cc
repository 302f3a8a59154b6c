#include <algorithm>
#include <numeric>

#include "observe/observables/curves.h"
#include "observe/observables/gathered_spectra.h"
#include "observe/statistics/distributions.h"
#include "observe/statistics/moments.h"
#include "observe/statistics/spectrum_references.h"

namespace replicas {

namespace {

constexpr std::size_t most_points = 256;  // the time of an eigenvalue problem grows with the cube of it

/// temperatures x eigenvalues, over replicas, of their sorted eigenvalues.
std::vector<GroupMoments> moments_of_spectra(const Digest& digest, const Engine& engine,
                                             const std::vector<const WeightSample*>& samples, std::size_t eigenvalues) {
  std::vector<std::size_t> whole;  // numbers of the replicas that did not diverge
  for (std::size_t r = 0; r < digest.replicas.size(); ++r)
    if (!digest.replicas[r].diverged) whole.push_back(r);
  const std::vector<double> spectra =
      gathered_spectra(engine, whole.size(), samples.size(), [&](std::size_t cloud, std::size_t point) {
        return replica_weights(*samples[point], whole[cloud], digest.ensemble());
      });
  std::vector<GroupMoments> moments(digest.temperatures() * eigenvalues);
  for (std::size_t cloud = 0; cloud < whole.size(); ++cloud) {
    const std::size_t first = digest.ensemble().temperature_index(whole[cloud]) * eigenvalues;
    for (std::size_t k = 0; k < eigenvalues; ++k)
      moments[first + k].add(whole[cloud] / digest.map_of_replicas().group, spectra[cloud * eigenvalues + k]);
  }
  return moments;
}

}  // namespace

std::vector<Curve> covariance_curves(const Digest& digest, const Engine& engine) {
  const std::vector<const WeightSample*> all = samples_with_weights(digest.measurements);
  std::vector<const WeightSample*> samples;
  const std::size_t points = std::min(all.size(), most_points);
  for (std::size_t i = 0; i < points; ++i)  // evenly, to within one sample
    samples.push_back(all[i * all.size() / points]);
  if (samples.size() < 2) return {};

  const std::size_t eigenvalues = std::min(digest.ensemble().weights(), samples.size() - 1);
  Curve curve{.name = "covariance_spectrum",
              .unit = "1",
              .long_name = "eigenvalues of the covariance of the weights within a replica, mean over replicas",
              .axes = {temperature_axis(digest.ensemble().temperatures),
                       counted_axis("eigenvalue", "number, largest first", eigenvalues, 1)}};
  Curve error = error_of(curve);
  Curve null = curve;
  null.name = "covariance_spectrum_random_walk";
  null.long_name = "what free diffusion with the same trace and number of samples would show";
  Curve isotropic = curve;
  isotropic.name = "covariance_spectrum_marchenko_pastur";
  isotropic.long_name = "what independent samples of an isotropic cloud with the same trace would show";
  const std::vector<double> shape = random_walk_spectrum(samples.size());
  const std::vector<double> noise = marchenko_pastur_spectrum(digest.ensemble().weights(), samples.size() - 1);
  const double noise_trace = std::accumulate(noise.begin(), noise.end(), 0.0);
  const std::vector<GroupMoments> moments = moments_of_spectra(digest, engine, samples, eigenvalues);
  for (std::size_t t = 0; t < digest.temperatures(); ++t) {
    double trace = 0;
    for (const GroupMoments& over_groups : std::span(moments).subspan(t * eigenvalues, eigenvalues)) {
      const Moments one = over_groups.moments();
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
