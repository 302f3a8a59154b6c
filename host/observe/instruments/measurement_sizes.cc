#include "observe/instruments/measurement_sizes.h"

#include <algorithm>

#include "observe/instruments/gauge.h"

namespace replicas {

namespace {

/// Steps lie on the sample grid after `after`, up to `last`, and increase.
template <class Record>
bool steps_fit(const std::vector<Record>& series, std::uint64_t interval, std::uint64_t after, std::uint64_t last) {
  for (const Record& record : series) {
    if (record.step <= after || record.step > last || record.step % interval != 0) return false;
    after = record.step;
  }
  return true;
}

}  // namespace

bool sizes_fit(const Measurements& m) {
  const std::size_t replicas = m.ensemble.replica_count(), all = replicas * m.ensemble.weights();
  const std::size_t modes = replicas * m.ensemble.system->gauge_mode_count();
  const auto sample_fits = [&](const Sample& sample) {
    const auto& [step, loss, weight_norm2, active_points] = sample;
    return loss.size() == replicas && weight_norm2.size() == replicas && active_points.size() == replicas;
  };
  const auto weight_sample_fits = [&](const WeightSample& sample) {
    const auto& [step, weights, gauge, probe, loss, total_loss, test_loss, test_error] = sample;
    const WeightSample& first = m.weight_samples.front();
    // Their weights may have been dropped when a shorter run was finished.
    return (weights.empty() || weights.size() == all) && gauge.size() == modes && probe.size() == replicas &&
           loss.size() == replicas && total_loss.size() == replicas &&
           (test_loss.empty() || test_loss.size() == replicas) && test_loss.size() == first.test_loss.size() &&
           test_error.size() == test_loss.size();
  };
  const auto replica_count = [&](const auto& values) { return values.size() == replicas; };
  return m.sample_interval > 0 && steps_fit(m.warmup, m.sample_interval, 0, std::min(m.burn_in, m.steps)) &&
         steps_fit(m.samples, m.sample_interval, m.burn_in, m.steps) &&
         steps_fit(m.weight_samples, m.sample_interval, m.burn_in, m.steps) &&
         steps_fit(m.curvature_checks, m.sample_interval, m.burn_in, m.steps) &&
         std::ranges::all_of(m.warmup, sample_fits) && std::ranges::all_of(m.samples, sample_fits) &&
         std::ranges::all_of(m.weight_samples, weight_sample_fits) &&
         std::ranges::all_of(m.curvature_checks, replica_count, &CurvatureCheck::largest_eigenvalue) &&
         std::ranges::all_of(m.divergences, [&](const Divergence& d) { return d.replica < replicas; }) &&
         std::ranges::all_of(m.weights_set, [&](const WeightsSet& once) { return once.step <= m.steps; }) &&
         std::ranges::all_of(m.cells, replica_count) && replica_count(m.start_loss) &&
         (m.start_target.empty() || replica_count(m.start_target));
}

}  // namespace replicas
