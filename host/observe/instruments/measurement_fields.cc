#include "observe/instruments/measurement_fields.h"

#include <algorithm>
#include <tuple>
#include <type_traits>
#include <utility>

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
         std::ranges::all_of(m.weights_set, [&](const WeightsSet& once) { return once.step <= m.steps; }) &&
         std::ranges::all_of(m.cells, replica_count) && replica_count(m.start_loss) &&
         (m.start_target.empty() || replica_count(m.start_target));
}

namespace {

/// Arrays over replicas: one after the other.
template <class T>
bool join(std::vector<T>& whole, const std::vector<T>& slice) {
  whole.insert(whole.end(), slice.begin(), slice.end());
  return true;
}

/// What else there is, such as the step, both have to say alike.
template <class T>
bool join(T& whole, const T& slice) {
  return whole == slice;
}

/// Series of records of one moment each: every array grows over replicas.
template <class Record>
bool join_series(std::vector<Record>& whole, const std::vector<Record>& slice) {
  if (whole.size() != slice.size()) return false;
  for (std::size_t i = 0; i < whole.size(); ++i) {
    if (whole[i].step != slice[i].step) return false;
    for (const RecordedArray& array : recorded_arrays(Record::occasion))
      visit_array(whole[i], array, [&](auto& own) {
        visit_array(slice[i], array, [&](const auto& added) {
          if constexpr (std::is_same_v<std::remove_cvref_t<decltype(own)>, std::remove_cvref_t<decltype(added)>>)
            join(own, added);
        });
      });
  }
  return true;
}

bool join_series(std::vector<std::vector<ReplicaSums>>& whole, const std::vector<std::vector<ReplicaSums>>& slice) {
  if (whole.size() != slice.size()) return false;
  for (std::size_t i = 0; i < whole.size(); ++i) join(whole[i], slice[i]);
  return true;
}

/// Divergences are a series of their own kind: each names its replica, and they lie in the order of time.
bool join_series(std::vector<Divergence>& whole, const std::vector<Divergence>& slice) {
  join(whole, slice);
  std::ranges::sort(whole, {}, [](const Divergence& d) { return std::tuple(d.step, d.replica); });
  return true;
}

/// Weights that the caller put somewhere else: in all slices at the same moments, or they are not of one run.
bool join_series(std::vector<WeightsSet>& whole, const std::vector<WeightsSet>& slice) {
  return std::ranges::equal(whole, slice, {}, &WeightsSet::step, &WeightsSet::step);
}

constexpr auto nothing = [](const auto&...) {};

}  // namespace

bool join_measurements(Measurements& whole, Measurements slice) {
  for (Divergence& divergence : slice.divergences) divergence.replica = slice.ensemble.number(divergence.replica);
  const bool first = slice.ensemble.number(0) == 0;  // then there is nothing to compare with yet
  bool same = true;
  const auto join_all = [&](auto& own, auto& added) {
    if (first)
      own = std::move(added);
    else
      same = join_series(own, added) && same;
  };
  const auto join_values = [&](auto& own, auto& added) {
    if (first)
      own = std::move(added);
    else
      same = join(own, added) && same;
  };
  visit_measurements(
      whole,
      [&](auto&... own) {
        visit_measurements(
            slice, [&](auto&... added) { (join_all(own, added), ...); }, nothing, nothing);
      },
      [&](auto&... own) {
        visit_measurements(
            slice, nothing, [&](auto&... added) { (join_all(own, added), ...); }, nothing);
      },
      [&](auto&... own) {
        visit_measurements(slice, nothing, nothing, [&](auto&... added) { (join_values(own, added), ...); });
      });
  return same;
}

}  // namespace replicas
