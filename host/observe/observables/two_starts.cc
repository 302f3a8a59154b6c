#include "observe/observables/two_starts.h"

#include <array>
#include <cmath>

#include "observe/observables/observable.h"
#include "observe/observables/pooled.h"
#include "observe/statistics/distributions.h"
#include "observe/statistics/moments.h"

namespace replicas {

bool begins_from_prior(const Ensemble& ensemble, std::size_t chain) {
  const ReplicaMap map = ensemble.map();
  return map.group_of_chain(chain) / map.datasets % 2 == 1;
}

StartComparison compare_starts(const Digest& digest, std::size_t temperature) {
  Moments descent, prior, differences;  // over data sets
  double variance = 0, quartic = 0;
  for (std::size_t dataset = 0; dataset < digest.ensemble().dataset_count(); ++dataset) {
    std::array<GroupMoments, 2> by_start;  // means of L
    for (const std::size_t chain : digest.chains_of(temperature, dataset))
      by_start[begins_from_prior(digest.ensemble(), chain)].add(digest.map_of_replicas().group_of_chain(chain),
                                                                digest.at(temperature, chain).loss.mean);
    const std::array<Moments, 2> starts = {by_start[0].moments(), by_start[1].moments()};
    if (starts[0].count == 0 || starts[1].count == 0) return {};
    descent.add(starts[0].mean);
    prior.add(starts[1].mean);
    differences.add(starts[1].mean - starts[0].mean);
    for (const Moments& start : starts) {
      const double own = start.squares / (start.count - 1) / start.count;  // NaN for a single group
      variance += own;
      quartic += own * own / (start.count - 1);
    }
  }
  StartComparison result{descent.mean, prior.mean, prior.mean - descent.mean, ReplicaDigest::absent, 0};
  if (std::isnan(variance)) {  // single groups: the spread of the difference over data sets is what there is
    result.freedom = differences.count - 1;
    if (result.freedom >= fewest_freedom)
      result.error = std::sqrt(differences.squares / result.freedom / differences.count);
    return result;
  }
  result.freedom = variance * variance / quartic;
  if (result.freedom >= fewest_freedom) result.error = std::sqrt(variance) / descent.count;
  return result;
}

StartsAgree starts_agree(const StartComparison& comparison, double above_ground) {
  constexpr double rare = 1e-4;     // a sound run of ten temperatures is called split once in a thousand
  constexpr double resolved = 0.1;  // of <L> - L0: what the comparison must be able to see
  if (std::isnan(comparison.error)) return StartsAgree::not_tested;
  const double z = std::fabs(comparison.difference) / comparison.error;
  if (student_two_sided(z, comparison.freedom) < rare) return StartsAgree::no;
  const bool sharp = comparison.error < resolved * std::fabs(above_ground);
  return sharp ? StartsAgree::yes : StartsAgree::not_tested;
}

namespace {

double difference(const Digest& digest, std::size_t temperature, ChainSpan) {
  return digest.measurements.two_starts ? compare_starts(digest, temperature).difference : ReplicaDigest::absent;
}

double difference_error(const Digest& digest, std::size_t temperature, ChainSpan) {
  if (!digest.measurements.two_starts) return ReplicaDigest::absent;
  const StartComparison found = compare_starts(digest, temperature);
  return found.error * student_widening(found.freedom);
}

}  // namespace

Family two_starts_observables() {
  return {{"start_difference", "1", "<L> of the replicas from the prior minus <L> of those from descent", difference,
           false},
          {"start_difference_error", "1", "standard error of start_difference", difference_error, false}};
}

}  // namespace replicas
