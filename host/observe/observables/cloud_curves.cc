// The cloud of replicas as time goes on: from a common start it is isotropic as long as nothing but noise has acted,
// and narrows along what the landscape holds.
#include <algorithm>
#include <cmath>
#include <numeric>

#include "observe/observables/curves.h"
#include "observe/observables/gathered_spectra.h"
#include "observe/statistics/independent_estimates.h"
#include "observe/statistics/jackknife.h"
#include "observe/statistics/spectrum_references.h"

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

/// The replicas of one temperature and one data set.
struct Cloud {
  std::size_t temperature;
  std::vector<std::size_t> replicas;  // by global number
};

/// Those of which no replica diverged: fewer points would show fewer eigenvalues.
std::vector<Cloud> whole_clouds(const Digest& digest, std::size_t points) {
  std::vector<Cloud> clouds;
  for (std::size_t t = 0; t < digest.temperatures(); ++t)
    for (std::size_t dataset = 0; dataset < digest.ensemble().dataset_count(); ++dataset) {
      std::vector<std::size_t> replicas = digest.chains_of(t, dataset);
      if (replicas.size() < points) continue;
      for (std::size_t& replica : replicas) replica = digest.number(t, replica);
      clouds.push_back({t, std::move(replicas)});
    }
  return clouds;
}

/// temperatures x moments x eigenvalues over data sets; without values where there is no whole cloud. Variances by a
/// jackknife over at most 16 groups of neighbouring replicas (each a new set of eigenvalues); NaN for the smallest
/// eigenvalues, which a cloud without one group does not have.
std::vector<IndependentEstimates> estimates(const Digest& digest, const Engine& engine,
                                            const std::vector<const WeightSample*>& moments, std::size_t points,
                                            std::size_t eigenvalues) {
  constexpr std::size_t most_groups = 16;
  const std::vector<Cloud> clouds = whole_clouds(digest, points);
  const std::size_t rows = clouds.size() * moments.size();
  // rows x eigenvalues, of the clouds without the points `first` to `first + left_out`
  const auto spectra = [&](std::size_t first, std::size_t left_out) {
    return gathered_spectra(engine, rows, points - left_out, [&](std::size_t row, std::size_t point) {
      return replica_weights(*moments[row % moments.size()],
                             clouds[row / moments.size()].replicas[point < first ? point : point + left_out],
                             digest.ensemble());
    });
  };
  const std::size_t coupled = digest.map_of_replicas().group;  // whole groups of coupled chains are left out
  const std::size_t size = ((points + most_groups - 1) / most_groups + coupled - 1) / coupled * coupled;
  const std::size_t groups = points / size;
  const std::size_t fewer = std::min(eigenvalues, points - size - 1);
  const std::vector<double> all = spectra(0, 0);
  std::vector<Moments> without(rows * eigenvalues);
  for (std::size_t g = 0; g < groups; ++g) {
    const std::vector<double> some = spectra(g * size, size);
    for (std::size_t i = 0; i < some.size(); ++i) without[i / fewer * eigenvalues + i % fewer].add(some[i]);
  }
  std::vector<IndependentEstimates> result(digest.temperatures() * moments.size() * eigenvalues);
  for (std::size_t i = 0; i < all.size(); ++i) {
    const std::size_t row = i / eigenvalues, temperature = clouds[row / moments.size()].temperature;
    result[(temperature * moments.size() + row % moments.size()) * eigenvalues + i % eigenvalues].add(
        all[i], jackknife_variance(without[i]), static_cast<double>(groups - 1));
  }
  return result;
}

}  // namespace

std::vector<Curve> cloud_curves(const Digest& digest, const Engine& engine) {
  const std::vector<const WeightSample*> moments = chosen_moments(digest);
  const std::size_t n = digest.ensemble().weights(), sets = digest.ensemble().dataset_count();
  const std::size_t points = std::min(most_points, digest.chains() / sets);
  if (moments.empty() || points < 3) return {};
  const std::size_t eigenvalues = std::min(n, points - 1);
  Curve curve{.name = "cloud_spectrum",
              .unit = "1",
              .long_name = "eigenvalues of the covariance of the weights over replicas, mean over data sets",
              .axes = {temperature_axis(digest.ensemble().temperatures),
                       {.name = "cloud_time", .unit = "1", .long_name = "steps since the start"},
                       counted_axis("cloud_eigenvalue", "number, largest first", eigenvalues, 1)},
              .group = "dynamics"};
  for (const WeightSample* sample : moments) curve.axes[1].values.push_back(static_cast<double>(sample->step));
  Curve null = curve;
  null.name = "cloud_spectrum_marchenko_pastur";
  null.long_name = "what an isotropic cloud with the same trace and number of replicas would show";
  const std::vector<double> noise = marchenko_pastur_spectrum(n, points - 1);
  const double noise_trace = std::accumulate(noise.begin(), noise.end(), 0.0);
  Curve error = error_of(curve);
  for (const IndependentEstimates& one : estimates(digest, engine, moments, points, eigenvalues)) {
    curve.values.push_back(one.values.count > 0 ? one.values.mean : ReplicaDigest::absent);
    error.values.push_back(one.error());
  }
  for (auto spectrum = curve.values.begin(); spectrum != curve.values.end();) {
    const auto end = spectrum + static_cast<std::ptrdiff_t>(eigenvalues);
    const double trace = std::accumulate(spectrum, end, 0.0);
    for (const double one : noise) null.values.push_back(trace * one / noise_trace);
    spectrum = end;
  }
  return {curve, error, null};
}

}  // namespace replicas
