#include "store/result_arrays.h"

#include <algorithm>
#include <cstdint>
#include <numeric>
#include <sstream>

#include "model/error.h"
#include "model/printable.h"
#include "store/run_layout.h"

namespace replicas {

namespace {

template <class Number>
constexpr nc_type type_of = NC_NAT;
template <>
constexpr nc_type type_of<double> = NC_DOUBLE;
template <>
constexpr nc_type type_of<float> = NC_FLOAT;
template <>
constexpr nc_type type_of<std::int64_t> = NC_INT64;
template <>
constexpr nc_type type_of<std::int8_t> = NC_BYTE;

constexpr std::size_t least_packed = std::size_t{1} << 18;  // numbers: what is read at once

bool is_unlimited(const ResultAxis& axis) { return axis.name == draw_axis; }

bool has_draws(const std::vector<ResultAxis>& axes) { return std::ranges::any_of(axes, is_unlimited); }

std::vector<std::size_t> shape_of(const std::vector<ResultAxis>& axes) {
  std::vector<std::size_t> shape;
  for (const ResultAxis& axis : axes) shape.push_back(axis.values.size());
  return shape;
}

/// About a mebibyte of draws of all replicas, or one vector of each replica of a chain: what is read at once.
std::vector<std::size_t> chunk_of(const std::vector<std::size_t>& shape, std::size_t bytes_each) {
  switch (shape.size()) {
    case 1: return {draws_per_chunk(1, shape[0], 1, bytes_each)};
    case 3: return {shape[0], draws_per_chunk(shape[0], shape[1], shape[2], bytes_each), shape[2]};
    case 4: return {1, 1, shape[2], shape[3]};
    default: break;
  }
  fail(ErrorKind::internal, "draws of {} axes have no layout in the file; please report this", shape.size());
}

}  // namespace

void write_origin(const NetcdfWriter& group, const std::string& created_at) {
  group.attribute("created_at", created_at);
  group.attribute("creation_library", "replicas");
  group.attribute("creation_library_version", REPLICAS_VERSION);
  group.attribute("creation_library_language", "C++");
  group.attribute("inference_library", "replicas");
  group.attribute("inference_library_version", REPLICAS_VERSION);
}

ArrayGroup::ArrayGroup(const NetcdfWriter& group, const std::vector<ResultAxis>& axes, std::string error_words)
    : group_(group), error_words_(std::move(error_words)) {
  dimensions(axes);
}

/// The dimensions of the axes; for those that are new, the coordinates too, the temperature first.
std::vector<int> ArrayGroup::dimensions(const std::vector<ResultAxis>& axes) {
  std::vector<int> ids;
  std::vector<const ResultAxis*> coordinates;
  for (const ResultAxis& axis : axes) {
    if (!dimensions_.contains(axis.name)) {
      dimensions_[axis.name] = group_.dimension(axis.name, is_unlimited(axis) ? NC_UNLIMITED : axis.values.size());
      if (axis.coordinate) coordinates.push_back(&axis);
    }
    ids.push_back(dimensions_.at(axis.name));
  }
  std::ranges::stable_partition(coordinates, [](const ResultAxis* axis) { return axis->name == "temperature"; });
  for (const ResultAxis* axis : coordinates) {
    const int variable = group_.variable(axis->name, axis->integers ? NC_INT64 : NC_DOUBLE,
                                         {{dimensions_.at(axis->name)}}, axis->unit, axis->long_name);
    if (is_unlimited(*axis)) group_.chunk(variable, chunk_of({axis->values.size()}, sizeof(std::int64_t)), false);
    group_.put(variable, {{axis->values.size()}}, axis->values);
  }
  return ids;
}

template <class Number>
int ArrayGroup::write_values(const ResultArray<Number>& array, const std::string& name, const std::string& long_name,
                             const std::vector<Number>& values) {
  constexpr bool whole_numbers = std::is_same_v<Number, std::int64_t>, flags = std::is_same_v<Number, std::int8_t>;
  const std::vector<int> ids = dimensions(array.axes);
  const std::vector<std::size_t> shape = shape_of(array.axes);
  const int variable = group_.variable(name, type_of<Number>, ids, array.unit, long_name);
  if constexpr (whole_numbers) {
    coordinates_ += (coordinates_.empty() ? "" : " ") + name;
  } else if (!coordinates_.empty()) {
    // They say something about chains and draws and have no posterior: xarray then takes them as coordinates.
    group_.attribute("coordinates", coordinates_, variable);
  }
  // Images are packed to a fraction, losslessly; a table of numbers is small.
  if (shape.size() == 3 && array.axes[1].name == "example" && array.values.size() > least_packed)
    group_.chunk(variable, {{1, std::clamp<std::size_t>(least_packed / shape[2], 1, shape[1]), shape[2]}}, true);
  if (has_draws(array.axes)) group_.chunk(variable, chunk_of(shape, sizeof(Number)), shape.size() == 3);
  if constexpr (flags) group_.attribute("dtype", "bool", variable);
  group_.put(variable, shape, std::span<const Number>(values));
  return variable;
}

template <class Number>
void ArrayGroup::write(const ResultArray<Number>& array) {
  const int variable = write_values(array, array.name, array.long_name, array.values);
  std::string ancillary;
  const auto write_partner = [&](std::string_view suffix, const std::string& words, const std::vector<Number>& values) {
    if (values.empty()) return;
    const std::string name = array.name + std::string(suffix);
    write_values(array, name, words + array.long_name, values);
    ancillary += (ancillary.empty() ? "" : " ") + name;
  };
  write_partner(error_suffix, error_words_, array.error);
  write_partner(spread_suffix, "standard deviation between data sets of ", array.dataset_spread);
  if (!ancillary.empty()) group_.attribute("ancillary_variables", ancillary, variable);
}

template void ArrayGroup::write(const ResultArray<double>& array);
template void ArrayGroup::write(const ResultArray<float>& array);
template void ArrayGroup::write(const ResultArray<std::int64_t>& array);
template void ArrayGroup::write(const ResultArray<std::int8_t>& array);

namespace {

template <class Number>
std::vector<Number> read_values(const NetcdfReader& group, const std::string& name,
                                const std::vector<std::string>& dimensions) {
  if constexpr (std::is_same_v<Number, double>)
    return group.doubles(name, dimensions);
  else if constexpr (std::is_same_v<Number, float>)
    return group.floats(name, dimensions);
  else if constexpr (std::is_same_v<Number, std::int64_t>)
    return group.integers(name, dimensions);
  else
    return group.bytes(name, dimensions);
}

ResultAxis read_axis(const NetcdfReader& group, const std::string& name) {
  ResultAxis axis{.name = name, .coordinate = group.has_variable(name)};
  if (axis.coordinate) {
    axis.unit = group.text("units", name);
    axis.long_name = group.text("long_name", name);
    axis.integers = group.is_integer(name);
    axis.values = group.doubles(name, {name});
  }
  return axis;
}

}  // namespace

template <class Number>
ResultArray<Number> read_array(const NetcdfReader& group, const std::string& name, const std::string& group_name) {
  const std::vector<std::string> dimensions = group.dimensions(name);
  ResultArray<Number> array{.name = name,
                            .unit = group.text("units", name),
                            .long_name = group.text("long_name", name),
                            .values = read_values<Number>(group, name, dimensions),
                            .group = group_name};
  std::istringstream ancillary(group.text("ancillary_variables", name));
  for (std::string partner; ancillary >> partner;) {
    if (partner == name + std::string(error_suffix)) array.error = read_values<Number>(group, partner, dimensions);
    if (partner == name + std::string(spread_suffix))
      array.dataset_spread = read_values<Number>(group, partner, dimensions);
  }
  std::size_t places = 1;  // of the axes with coordinates; what is left over is the length of one without
  for (const std::string& dimension : dimensions) {
    array.axes.push_back(read_axis(group, dimension));
    if (array.axes.back().coordinate) places *= array.axes.back().values.size();
  }
  for (ResultAxis& axis : array.axes)
    if (!axis.coordinate && places > 0) {
      axis.values.resize(array.values.size() / places);
      std::iota(axis.values.begin(), axis.values.end(), 0.0);
    }
  return array;
}

template ResultArray<double> read_array(const NetcdfReader&, const std::string&, const std::string&);
template ResultArray<float> read_array(const NetcdfReader&, const std::string&, const std::string&);
template ResultArray<std::int64_t> read_array(const NetcdfReader&, const std::string&, const std::string&);
template ResultArray<std::int8_t> read_array(const NetcdfReader&, const std::string&, const std::string&);

template <class Number>
void check_array(const ResultArray<Number>& array, const ArrayCheck& check) {
  std::size_t places = 1;
  for (const std::size_t length : shape_of(array.axes)) places *= length;
  const std::string group = array.group.empty() ? "" : array.group + "/";
  const auto check_size = [&](std::string_view suffix, std::size_t size) {
    require(size == places, check.kind, "{}{} has {} values where {} belong{}", check.before,
            printable(group + array.name + std::string(suffix)), size, places, check.after);
  };
  check_size("", array.values.size());
  if (!array.error.empty()) check_size(error_suffix, array.error.size());
  if (!array.dataset_spread.empty()) check_size(spread_suffix, array.dataset_spread.size());
}

template void check_array(const ResultArray<double>&, const ArrayCheck&);
template void check_array(const ResultArray<float>&, const ArrayCheck&);
template void check_array(const ResultArray<std::int64_t>&, const ArrayCheck&);
template void check_array(const ResultArray<std::int8_t>&, const ArrayCheck&);

}  // namespace replicas
