#include "observe/instruments/join_measurements.h"

#include <algorithm>
#include <tuple>
#include <utility>

#include "observe/instruments/measurement_fields.h"

namespace replicas {

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
