#include "observe/observables/curves.h"
#include "observe/observables/pooled.h"
#include "observe/statistics/distributions.h"
#include "observe/statistics/moments.h"

namespace replicas {

std::vector<Curve> autocorrelation_curves(const Digest& digest) {
  constexpr std::size_t most_points = 1024;
  std::size_t lags = 0;
  for (const ReplicaDigest& replica : digest.replicas) lags = std::max(lags, replica.loss_autocovariance->size());
  if (lags == 0) return {};
  const std::size_t stride = (lags + most_points - 1) / most_points;
  Curve curve{.name = "autocorrelation",
              .unit = "1",
              .long_name = "autocorrelation of the loss",
              .axes = {temperature_axis(digest.ensemble().temperatures),
                       {.name = "lag", .unit = "1", .long_name = "lag in steps"}}};
  for (std::size_t k = 0; k < lags; k += stride)
    curve.axis().values.push_back(static_cast<double>(k * digest.measurements.sample_interval));
  Curve error = error_of(curve);
  for (std::size_t t = 0; t < digest.temperatures(); ++t) {
    std::vector<Moments> mean(curve.axis().values.size());
    std::vector<GroupMoments> groups(mean.size());
    for (std::size_t dataset = 0; dataset < digest.ensemble().dataset_count(); ++dataset) {
      const std::vector<std::size_t> chains = digest.chains_of(t, dataset);
      const std::vector<double> one = mean_autocorrelation(digest, t, chains);
      Moments variance;
      for (const std::size_t chain : chains)
        if (const auto& own = *digest.at(t, chain).loss_autocovariance; !own.empty()) variance.add(own.front());
      for (const std::size_t chain : chains) {
        const std::vector<double>& own = *digest.at(t, chain).loss_autocovariance;
        for (std::size_t i = 0; i * stride < own.size(); ++i)
          groups[i].add(digest.map_of_replicas().group_of_chain(chain), own[i * stride] / variance.mean);
      }
      for (std::size_t i = 0; i * stride < one.size(); ++i) mean[i].add(one[i * stride]);
    }
    for (const Moments& moments : mean)
      curve.values.push_back(moments.count > 0 ? moments.mean : ReplicaDigest::absent);
    for (const GroupMoments& one : groups) error.values.push_back(standard_error(one.moments()));
  }
  return {curve, error};
}

}  // namespace replicas
