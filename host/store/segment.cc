#include "store/segment.h"

#include <algorithm>
#include <string>

#include "observe/instruments/measurement_fields.h"

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

/// What lies in a segment, in words: programs that record other arrays or sums cannot go on from it.
std::vector<char> layout() {
  std::string words;
  for (const Occasion occasion : {Occasion::sample, Occasion::weight_sample, Occasion::curvature_check}) {
    for (const RecordedArray& array : recorded_arrays(occasion))
      words += std::string(array.name) + (array.in_double ? ":d " : ":f ");
    words += "| ";
  }
  for (const StepSum& sum : step_sums) words += std::string(sum.name) + " ";
  return {words.begin(), words.end()};
}

}  // namespace

SeriesLengths series_lengths(const Measurements& measured) {
  SeriesLengths lengths;
  const auto add = [&lengths](const auto&... series) { (lengths.push_back(series.size()), ...); };
  visit_measurements(measured, add, add, nothing);
  return lengths;
}

std::size_t growth_in_bytes(const Measurements& measured, const SeriesLengths& from) {
  std::size_t size = 0, number = 0;
  const auto add = [&](const auto& series) {
    for (std::size_t i = from[number]; i < series.size(); ++i) size += size_in_bytes(series[i]);
    ++number;
  };
  const auto add_all = [&add](const auto&... series) { (add(series), ...); };
  visit_measurements(measured, add_all, add_all, nothing);
  return size;
}

void put_segment(ByteWriter& writer, const Measurements& measured, const SeriesLengths& from) {
  writer.put(layout());
  std::size_t number = 0;
  const auto put_open = [&](const auto& series) {
    const std::uint64_t first = std::max<std::size_t>(from[number++], 1) - 1;
    writer.put(first);
    writer.put_from(series, first);
  };
  visit_measurements(
      measured, [&](const auto&... series) { (writer.put_from(series, from[number++]), ...); },
      [&](const auto&... series) { (put_open(series), ...); },
      [&](const auto&... values) { (writer.put(values), ...); });
}

void append_segment(ByteReader& reader, Measurements& measured) {
  std::vector<char> words;
  reader.get(words);
  reader.check(words == layout(), "it is of a version of replicas that records other arrays; use that one");
  const auto append_open = [&reader](auto& series) {
    std::uint64_t first = 0;
    reader.get(first);
    reader.check(first == std::max<std::size_t>(series.size(), 1) - 1);
    series.resize(first);
    reader.append_to(series);
  };
  visit_measurements(
      measured, [&](auto&... series) { (reader.append_to(series), ...); },
      [&](auto&... series) { (append_open(series), ...); }, [&](auto&... values) { (reader.get(values), ...); });
  reader.check(reader.at_end() && sizes_fit(measured));
}

}  // namespace replicas
