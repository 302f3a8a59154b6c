#include "store/check_results.h"

#include <algorithm>
#include <set>

#include "model/error.h"
#include "store/run_layout.h"

namespace replicas {

namespace {

void require_size(const std::string& name, std::size_t size, std::size_t needed) {
  require(size == needed, ErrorKind::internal, "{} has {} values where {} belong; please report this", name, size,
          needed);
}

void check_column(const Column& column, std::size_t temperatures) {
  require_size(column.name, column.value.size(), temperatures);
  const auto check_optional = [&](std::string_view suffix, std::size_t size) {
    if (size > 0) require_size(column.name + std::string(suffix), size, temperatures);
  };
  check_optional(error_suffix, column.error.size());
  check_optional(spread_suffix, column.dataset_spread.size());
}

void check_same_axis(const Curve& a, const Curve& b) {
  require(a.axis_values == b.axis_values && a.integer_axis == b.integer_axis && a.axis_unit == b.axis_unit &&
              a.axis_long_name == b.axis_long_name,
          ErrorKind::internal, "the curves {} and {} disagree about their axis {}; please report this", a.name, b.name,
          a.axis);
}

void check_same_rows(const Curve& a, const Curve& b) {
  require(a.row_values == b.row_values && a.row_unit == b.row_unit && a.row_long_name == b.row_long_name,
          ErrorKind::internal, "the curves {} and {} disagree about their rows {}; please report this", a.name, b.name,
          a.row);
}

/// Every name of a variable in the root group once, and none like a dimension.
void check_names(const Results& results) {
  std::set<std::string> names = {"temperature"};
  const auto add = [&names](const std::string& name) {
    require(names.insert(name).second, ErrorKind::internal, "two variables are named {}; please report this", name);
  };
  std::set<std::string> axes;
  for (const Curve& curve : results.curves) {
    if (axes.insert(curve.axis).second) add(curve.axis);
    if (!curve.row.empty() && axes.insert(curve.row).second) add(curve.row);
  }
  for (const Curve& curve : results.curves) add(curve.name);
  for (const Column& column : results.columns) {
    add(column.name);
    if (!column.error.empty()) add(column.name + std::string(error_suffix));
    if (!column.dataset_spread.empty()) add(column.name + std::string(spread_suffix));
  }
}

void check_attribute_names(const auto& attributes) {
  for (const auto& [name, value] : attributes)
    require(!is_file_attribute(name), ErrorKind::internal, "the attribute {} is the file's own; please report this",
            name);
}

}  // namespace

void check_results(const Results& results) {
  const std::size_t temperatures = results.temperature.size();
  const auto chains = static_cast<std::size_t>(results.chains);
  require(temperatures > 0 && results.chains > 0, ErrorKind::internal,
          "a run of {} temperatures and {} chains is empty", temperatures, results.chains);
  check_names(results);
  check_attribute_names(results.attributes);
  check_attribute_names(results.integers);
  check_attribute_names(results.numbers);
  for (const Column& column : results.columns) check_column(column, temperatures);
  for (std::size_t i = 0; i < results.curves.size(); ++i) {
    const Curve& curve = results.curves[i];
    require(curve.group.empty() || std::ranges::find(curve_groups, curve.group) != curve_groups.end(),
            ErrorKind::internal, "the curve {} is in the unknown group {}; please report this", curve.name,
            curve.group);
    require_size(curve.name, curve.values.size(), temperatures * curve.rows() * curve.axis_values.size());
    for (std::size_t j = 0; j < i; ++j) {
      if (results.curves[j].axis == curve.axis) check_same_axis(results.curves[j], curve);
      if (!curve.row.empty() && results.curves[j].row == curve.row) check_same_rows(results.curves[j], curve);
    }
  }
  require_size("dataset", results.dataset_of_chain.size(), chains);
  for (const Trace& trace : results.traces) {
    require_size(trace.name, trace.draws.size(), chains * results.draw_steps.size() * temperatures);
    require_size(trace.name, trace.warmup.size(), chains * results.warmup_draw_steps.size() * temperatures);
  }
  require_size("diverging", results.diverging.size(), chains * results.draw_steps.size() * temperatures);
}

}  // namespace replicas
