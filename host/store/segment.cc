#include "store/segment.h"

#include "observe/measurement_fields.h"
#include "observe/measurement_sizes.h"

namespace replicas {

namespace {

constexpr auto nothing = [](const auto&...) {};

template <class T>
std::size_t size_in_bytes(const std::vector<T>& values);

template <class T>
std::size_t size_in_bytes(const T& value) {
  std::size_t size = 0;
  if constexpr (IsPlain<T>::value || std::is_same_v<T, bool>)
    size = sizeof(T);
  else
    visit_fields(value, [&size](const auto&... fields) { ((size += size_in_bytes(fields)), ...); });
  return size;
}

template <class T>
std::size_t size_in_bytes(const std::vector<T>& values) {
  std::size_t size = 0;
  if constexpr (IsPlain<T>::value)
    size = values.size() * sizeof(T);
  else
    for (const T& value : values) size += size_in_bytes(value);
  return size;
}

}  // namespace

SeriesLengths series_lengths(const Measurements& measured) {
  SeriesLengths lengths;
  visit_measurements(
      measured, [&lengths](const auto&... series) { (lengths.push_back(series.size()), ...); }, nothing);
  return lengths;
}

std::size_t growth_in_bytes(const Measurements& measured, const SeriesLengths& from) {
  std::size_t size = 0, number = 0;
  const auto add = [&](const auto& series) {
    for (std::size_t i = from[number]; i < series.size(); ++i) size += size_in_bytes(series[i]);
    ++number;
  };
  visit_measurements(
      measured, [&add](const auto&... series) { (add(series), ...); }, nothing);
  return size;
}

void put_segment(ByteWriter& writer, const Measurements& measured, const SeriesLengths& from) {
  std::size_t number = 0;
  visit_measurements(
      measured, [&](const auto&... series) { (writer.put_from(series, from[number++]), ...); },
      [&](const auto&... values) { (writer.put(values), ...); });
}

void append_segment(ByteReader& reader, Measurements& measured) {
  visit_measurements(
      measured, [&](auto&... series) { (reader.append_to(series), ...); },
      [&](auto&... values) { (reader.get(values), ...); });
  reader.check(reader.at_end() && sizes_fit(measured));
}

}  // namespace replicas
