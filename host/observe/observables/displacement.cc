// How far the weights go within a replica, and how wide the cloud of replicas is.
#include <cmath>
#include <numeric>

#include "engine/dot.h"
#include "engine/spread_tasks.h"
#include "observe/observables/curves.h"
#include "observe/statistics/distributions.h"
#include "observe/statistics/independent_estimates.h"
#include "observe/statistics/jackknife.h"
#include "observe/statistics/moments.h"

namespace replicas {

namespace {

constexpr std::size_t most_lags = 16, most_origins = 24;
constexpr const char* group = "dynamics";

double distance2(const WeightSample& a, const WeightSample& b, std::size_t replica, std::size_t n) {
  const float *const x = a[recorded::weights].data() + replica * n, *const y =
                                                                        b[recorded::weights].data() + replica * n;
  std::vector<float> moved(n);  // of weights near each other: the difference of floats loses nothing that matters
  for (std::size_t i = 0; i < n; ++i) moved[i] = x[i] - y[i];
  return dot(moved, moved);
}

/// |w(t0 + t) - w(t0)|^2 / N, mean over origins t0 and replicas.
std::vector<Curve> displacement(const Digest& digest, const std::vector<const WeightSample*>& samples, int threads) {
  Curve curve{.name = "weight_displacement",
              .unit = "1",
              .long_name = "mean square displacement |w(t0 + t) - w(t0)|^2 / N of the weights",
              .axes = {temperature_axis(digest.ensemble().temperatures),
                       {.name = "displacement_lag", .unit = "1", .long_name = "lag in steps"}},
              .group = group};
  std::vector<std::size_t> lags;
  const double longest = static_cast<double>(samples.size() - 1);
  for (std::size_t i = 0; i < most_lags; ++i) {
    const auto lag = static_cast<std::size_t>(
        std::lround(std::pow(longest, static_cast<double>(i) / static_cast<double>(most_lags - 1))));
    if (lags.empty() || lag > lags.back()) lags.push_back(lag);
  }
  for (const std::size_t lag : lags)
    curve.axis().values.push_back(static_cast<double>(samples[lag]->step - samples[0]->step));
  Curve error = error_of(curve);
  const std::size_t n = digest.ensemble().weights();
  curve.values.resize(digest.temperatures() * lags.size());
  error.values.resize(curve.values.size());
  spread_tasks(curve.values.size(), threads, dear_task, [&](std::size_t task) {
    const std::size_t t = task / lags.size(), lag = lags[task % lags.size()];
    GroupMoments over_groups;  // of the replicas' means over origins
    const std::size_t origins = samples.size() - lag, stride = (origins + most_origins - 1) / most_origins;
    for (std::size_t chain = 0; chain < digest.chains(); ++chain) {
      const std::size_t r = digest.number(t, chain);
      if (digest.replicas[r].diverged) continue;
      Moments own;
      for (std::size_t i = 0; i < origins; i += stride)
        own.add(distance2(*samples[i], *samples[i + lag], r, n) / static_cast<double>(n));
      over_groups.add(digest.map_of_replicas().group_of_chain(chain), own.mean);
    }
    const Moments moments = over_groups.moments();
    curve.values[task] = moments.count > 0 ? moments.mean : ReplicaDigest::absent;
    error.values[task] = standard_error(moments);
  });
  return {curve, error};
}

/// The variance of a weight over some replicas, mean over weights: s2 = sum_i |x_i - mean|^2 / (n - 1) / N, and its
/// variance by a jackknife that deletes one replica, or one group of m coupled ones, at a time: without them the sum of
/// squares is less by sum |x_i - mean|^2 + |sum (x_i - mean)|^2 / (n - m), over those that are deleted.
struct CloudWidth {
  double value, variance, freedom;
};
CloudWidth cloud_width(const Digest& digest, const WeightSample& sample, std::size_t temperature,
                       const std::vector<std::size_t>& chains) {
  const std::size_t size = digest.ensemble().weights();
  std::vector<double> mean(size, 0.0);
  const std::vector<float>& weights = sample[recorded::weights];
  const auto weight = [&](std::size_t chain, std::size_t i) {
    return static_cast<double>(weights[digest.number(temperature, chain) * size + i]);
  };
  const auto n = static_cast<double>(chains.size());
  for (const std::size_t chain : chains)
    for (std::size_t i = 0; i < size; ++i) mean[i] += weight(chain, i) / n;
  struct Deleted {
    double members = 0, squares = 0;
    std::vector<double> shift = {};  // of several members: the sum of x_i - mean
  };
  const std::vector<std::size_t> part = jackknife_parts(chains, digest.map_of_replicas().group, chains.size());
  std::vector<Deleted> groups(part.back() + 1);
  for (std::size_t c = 0; c < chains.size(); ++c) {
    Deleted& group = groups[part[c]];
    ++group.members;
    group.shift.resize(size);
    double distance = 0;
    for (std::size_t i = 0; i < size; ++i) {
      const double away = weight(chains[c], i) - mean[i];
      distance += std::pow(away, 2);
      group.shift[i] += away;
    }
    group.squares += distance;
  }
  double sum = 0;
  for (const Deleted& group : groups) sum += group.squares;
  Moments without;
  for (const Deleted& group : groups) {
    double lost = n / (n - 1) * group.squares;  // of a single one, whose shift is its distance
    if (group.members > 1)
      lost = group.squares +
             std::inner_product(group.shift.begin(), group.shift.end(), group.shift.begin(), 0.0) / (n - group.members);
    without.add((sum - lost) / (n - group.members - 1) / static_cast<double>(size));
  }
  return {sum / (n - 1) / static_cast<double>(size), jackknife_variance(without),
          static_cast<double>(groups.size()) - 1};
}

/// Variance of a weight over the replicas of a data set, mean over weights and data sets, as a function of time.
std::vector<Curve> cloud(const Digest& digest, const std::vector<const WeightSample*>& samples, int threads) {
  Curve curve{.name = "cloud_variance",
              .unit = "1",
              .long_name = "variance of the weights over replicas of one data set, mean over weights",
              .axes = {temperature_axis(digest.ensemble().temperatures),
                       {.name = "cloud_step", .unit = "1", .long_name = "steps since the start"}},
              .group = group};
  for (const WeightSample* sample : samples) curve.axis().values.push_back(static_cast<double>(sample->step));
  Curve error = error_of(curve);
  curve.values.resize(digest.temperatures() * samples.size());
  error.values.resize(curve.values.size());
  spread_tasks(curve.values.size(), threads, dear_task, [&](std::size_t task) {
    const std::size_t t = task / samples.size();
    IndependentEstimates sets;
    for (std::size_t dataset = 0; dataset < digest.ensemble().dataset_count(); ++dataset) {
      const std::vector<std::size_t> chains = digest.chains_of(t, dataset);
      if (chains.size() < 2) continue;
      const CloudWidth one = cloud_width(digest, *samples[task % samples.size()], t, chains);
      sets.add(one.value, one.variance, one.freedom);
    }
    curve.values[task] = sets.values.count > 0 ? sets.values.mean : ReplicaDigest::absent;
    error.values[task] = sets.error();
  });
  return {curve, error};
}

}  // namespace

std::vector<Curve> displacement_curves(const Digest& digest, int threads) {
  const std::vector<const WeightSample*> samples = samples_with_weights(digest.measurements);
  if (samples.size() < 4) return {};
  std::vector<const WeightSample*> few;  // the cloud needs no more than the eye
  for (std::size_t i = 0; i < samples.size(); i += (samples.size() + 31) / 32) few.push_back(samples[i]);
  std::vector<Curve> curves = displacement(digest, samples, threads);
  for (Curve& curve : cloud(digest, few, threads)) curves.push_back(std::move(curve));
  return curves;
}

}  // namespace replicas
