#include "observe/observables/digest.h"

#include <algorithm>
#include <cmath>

#include "observe/instruments/instrument.h"

namespace replicas {

namespace {

/// Sums of the engine over all blocks. L^2 is summed in double: subtracting the square of the mean leaves 16 - log10(1
/// + mean^2 / variance) digits of the variance, and mean^2 / variance is d / 2 where L counts from 0.
void add_blocks(Digest& digest) {
  const Measurements& m = digest.measurements;
  for (std::size_t r = 0; r < digest.replicas.size(); ++r) {
    ReplicaDigest& replica = digest.replicas[r];
    ReplicaSums sum;
    for (const std::vector<ReplicaSums>& block : m.blocks) {
      const ReplicaSums& part = block[r];
      const auto count = static_cast<double>(part.count);
      if (!part.finite) replica.diverged = true;
      if (part.count == 0) continue;
      replica.loss.add(Moments{count, part.loss / count, std::max(0.0, part.loss2 - part.loss * part.loss / count)});
      join(sum, part);
    }
    if (sum.count == 0) continue;
    const auto count = static_cast<double>(sum.count);
    for (std::size_t i = 0; i < step_sums.size(); ++i) replica.step_means[i] = sum.*step_sums[i].member / count;
    if (m.ensemble.system->capabilities().labels) replica.training_error = sum.wrong / count / m.ensemble.examples();
  }
}

void add_samples(Digest& digest) {
  const Measurements& m = digest.measurements;
  const auto count = static_cast<double>(m.samples.size());
  if (m.samples.empty()) return;
  for (ReplicaDigest& replica : digest.replicas) replica.active_points.fill(0);
  for (const Sample& sample : m.samples)
    for (std::size_t r = 0; r < digest.replicas.size(); ++r) {
      digest.replicas[r].weight_norm2.add(static_cast<double>(sample[recorded::weight_norm2][r]));
      for (std::size_t c = 0; c < active_thresholds.size(); ++c)
        digest.replicas[r].active_points[c] +=
            static_cast<double>(sample[recorded::active_points][r * active_thresholds.size() + c]) / count;
    }
}

void add_weight_samples(Digest& digest) {
  const Measurements& m = digest.measurements;
  for (const WeightSample& sample : m.weight_samples)
    for (std::size_t r = 0; r < digest.replicas.size(); ++r) {
      ReplicaDigest& replica = digest.replicas[r];
      const std::vector<double>& probes = sample[recorded::curvature_probe];
      if (probes.empty()) continue;
      replica.curvature_probe.add(probes[r]);
      replica.loss_and_probe.add(sample[recorded::loss_of_weights][r], probes[r]);
    }
}

/// Of every array that its instrument declares to be reduced so.
template <class Record>
void add_recorded_means(Digest& digest, const std::vector<Record>& series) {
  for (const RecordedArray& array : recorded_arrays(Record::occasion)) {
    if (array.reduction != Reduction::mean) continue;
    std::vector<Moments> moments(digest.replicas.size());
    for (const Record& record : series)
      visit_array(record, array, [&](const auto& values) {
        for (std::size_t r = 0; r < std::min(values.size(), moments.size()); ++r)
          moments[r].add(static_cast<double>(values[r]));
      });
    std::vector<double>& means = digest.recorded_means[array.name];
    for (const Moments& one : moments) means.push_back(one.count > 0 ? one.mean : ReplicaDigest::absent);
  }
}

void add_curvature_checks(Digest& digest) {
  for (std::size_t r = 0; r < digest.replicas.size(); ++r) {
    double highest = -std::numeric_limits<double>::infinity();
    for (const CurvatureCheck& check : digest.measurements.curvature_checks)
      highest = std::max(highest, check[recorded::largest_eigenvalue][r]);
    if (!digest.measurements.curvature_checks.empty()) digest.replicas[r].highest_eigenvalue = highest;
  }
}

}  // namespace

std::vector<std::size_t> Digest::chains_of(std::size_t temperature, std::size_t dataset) const {
  std::vector<std::size_t> result;
  for (const std::size_t chain : map_of_replicas().chains_of_dataset(dataset))
    if (!at(temperature, chain).diverged) result.push_back(chain);
  return result;
}

Digest::Digest(const Measurements& measured, const CurvatureMap* curvature, const std::vector<LossMinimum>& minima)
    : measurements(measured), map(curvature), replicas(measured.ensemble.replica_count()) {
  for (const Divergence& divergence : measured.divergences) replicas[divergence.replica].diverged = true;
  add_blocks(*this);
  add_samples(*this);
  add_weight_samples(*this);
  reduce_gauge_modes(*this);
  add_curvature_checks(*this);
  add_recorded_means(*this, measured.samples);
  add_recorded_means(*this, measured.weight_samples);
  add_recorded_means(*this, measured.curvature_checks);
  reduce_autocovariance(*this);
  find_ground_losses(*this, minima);
}

}  // namespace replicas
