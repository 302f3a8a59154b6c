#include "observe/instruments/measurement_sizes.h"

#include <algorithm>

#include "observe/instruments/instrument.h"

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

/// What the instruments declare, in every record.
template <class Record>
bool arrays_fit(const Measurements& m, const std::vector<Record>& series) {
  for (const RecordedArray& array : recorded_arrays(Record::occasion)) {
    const std::size_t declared = m.ensemble.replica_count() * array.numbers(m.ensemble);
    const auto size = [&array](const Record& record) {
      std::size_t count = 0;
      visit_array(record, array, [&count](const auto& values) { count = values.size(); });
      return count;
    };
    for (const Record& record : series) {
      const bool may_be_empty = array.presence != Presence::always;
      if (size(record) != declared && !(may_be_empty && size(record) == 0)) return false;
      if (array.presence == Presence::with_test_data && size(record) != size(series.front())) return false;
    }
  }
  return true;
}

}  // namespace

bool sizes_fit(const Measurements& m) {
  const std::size_t replicas = m.ensemble.replica_count();
  const auto series_fits = [&m](const auto& series, std::uint64_t after, std::uint64_t last) {
    return steps_fit(series, m.sample_interval, after, last) && arrays_fit(m, series);
  };
  const auto replica_count = [&](const auto& values) { return values.size() == replicas; };
  return m.sample_interval > 0 && series_fits(m.warmup, 0, std::min(m.burn_in, m.steps)) &&
         series_fits(m.samples, m.burn_in, m.steps) && series_fits(m.weight_samples, m.burn_in, m.steps) &&
         series_fits(m.curvature_checks, m.burn_in, m.steps) &&
         std::ranges::all_of(m.divergences, [&](const Divergence& d) { return d.replica < replicas; }) &&
         std::ranges::all_of(m.cells, replica_count) && replica_count(m.start_loss) &&
         (m.start_target.empty() || replica_count(m.start_target));
}

}  // namespace replicas
