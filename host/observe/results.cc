#include "observe/results.h"

#include <algorithm>
#include <numeric>
#include <utility>

namespace replicas {

namespace {

template <class Named>
const Named* find(const std::vector<Named>& list, std::string_view name) {
  const auto found = std::ranges::find(list, name, &Named::name);
  return found == list.end() ? nullptr : &*found;
}

}  // namespace

ResultAxis temperature_axis(const std::vector<double>& temperatures) {
  return {.name = "temperature",
          .unit = "1",
          .long_name = "Langevin temperature",
          .integers = false,
          .values = temperatures};
}

ResultAxis counted_axis(std::string name, std::string long_name, std::size_t length, double first) {
  ResultAxis axis{.name = std::move(name), .unit = "1", .long_name = std::move(long_name)};
  axis.values.resize(length);
  std::iota(axis.values.begin(), axis.values.end(), first);
  return axis;
}

Curve error_of(const Curve& curve) {
  Curve error = curve;
  error.name += "_error";
  error.long_name = "standard error of " + curve.long_name;
  return error;
}

std::vector<ResultAxis> draws_axes(std::int64_t chains, std::size_t draws, const std::vector<double>& temperatures) {
  return {counted_axis("chain", "number of the replica at its temperature", static_cast<std::size_t>(chains)),
          counted_axis("draw", "number of the sample", draws), temperature_axis(temperatures)};
}

const Column* Results::find_column(std::string_view name) const { return find(columns, name); }

const Curve* Results::curve(const std::string& name) const { return find(curves, name); }

}  // namespace replicas
