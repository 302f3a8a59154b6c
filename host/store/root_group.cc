#include "store/root_group.h"

#include "model/error.h"

#include <map>
#include <nlohmann/json.hpp>
#include <set>

#include "store/run_layout.h"

namespace replicas {

namespace {

std::string verdicts_as_text(const std::vector<Verdict>& verdicts) {
  nlohmann::json list = nlohmann::json::array();
  for (const Verdict& verdict : verdicts)
    list.push_back({{"kind", verdict_kinds[static_cast<std::size_t>(verdict.kind)]},
                    {"check", verdict.check},
                    {"sentence", verdict.sentence},
                    {"fields", fields_of(verdict.sentence)}});
  return list.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

void write_attributes(const NetcdfWriter& root, const Results& results, const std::string& created_at) {
  root.attribute("Conventions", conventions);
  root.attribute("output_schema_version", output_schema_version);
  write_origin(root, created_at);
  root.attribute("seed", results.seed);
  root.attribute("verdicts", verdicts_as_text(results.verdicts));
  const auto write_all = [&root](const auto& attributes) {
    for (const auto& [name, value] : attributes) root.attribute(name, value);
  };
  write_all(results.attributes);
  write_all(results.integers);
  write_all(results.numbers);
}

void write_column(const NetcdfWriter& root, int temperature, const Column& column, std::size_t temperatures) {
  const auto write = [&](const std::string& name, const std::string& long_name, const std::vector<double>& values) {
    const int variable = root.variable(name, NC_DOUBLE, {{temperature}}, column.unit, long_name);
    root.put(variable, {{temperatures}}, values);
    return variable;
  };
  const int variable = write(column.name, column.long_name, column.value);
  std::string ancillary;
  const auto write_ancillary = [&](std::string_view suffix, const char* what, const std::vector<double>& values) {
    if (values.empty()) return;
    const std::string name = column.name + std::string(suffix);
    write(name, what + column.long_name, values);
    ancillary += (ancillary.empty() ? "" : " ") + name;
  };
  write_ancillary(error_suffix, "standard error of ", column.error);
  write_ancillary(spread_suffix, "standard deviation between data sets of ", column.dataset_spread);
  if (!ancillary.empty()) root.attribute("ancillary_variables", ancillary, variable);
}

/// Dimensions of the axes by name: curves may share one.
using Axes = std::map<std::string, int>;

int write_axis(const NetcdfWriter& root, const std::string& name, const std::string& unit, const std::string& long_name,
               bool integers, const std::vector<double>& values, Axes& axes) {
  if (const auto known = axes.find(name); known != axes.end()) return known->second;
  const int dimension = root.dimension(name, values.size());
  const int variable = root.variable(name, integers ? NC_INT64 : NC_DOUBLE, {{dimension}}, unit, long_name);
  root.put(variable, {{values.size()}}, values);
  axes[name] = dimension;
  return dimension;
}

/// The curves of one group, with the coordinates they need.
void write_curves(const NetcdfWriter& group, int temperature, const Results& results, const std::string& name) {
  Axes axes;
  for (const Curve& curve : results.curves) {
    if (curve.group != name) continue;
    std::vector<int> dimensions = {temperature};
    std::vector<std::size_t> shape = {results.temperature.size()};
    if (!curve.row.empty()) {
      dimensions.push_back(
          write_axis(group, curve.row, curve.row_unit, curve.row_long_name, true, curve.row_values, axes));
      shape.push_back(curve.row_values.size());
    }
    dimensions.push_back(write_axis(group, curve.axis, curve.axis_unit, curve.axis_long_name, curve.integer_axis,
                                    curve.axis_values, axes));
    shape.push_back(curve.axis_values.size());
    group.put(group.variable(curve.name, NC_DOUBLE, dimensions, curve.unit, curve.long_name), shape, curve.values);
  }
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

int write_temperature(const NetcdfWriter& group, const std::vector<double>& temperature) {
  const int dimension = group.dimension("temperature", temperature.size());
  const int variable = group.variable("temperature", NC_DOUBLE, {{dimension}}, "1", "Langevin temperature");
  group.put(variable, {{temperature.size()}}, temperature);
  return dimension;
}

namespace {

/// What belongs to one input each, over the dimension `input`.
void write_inputs(const NetcdfWriter& root, const std::vector<InputNumbers>& inputs) {
  if (inputs.empty()) return;
  const int dimension = root.dimension("input", inputs.front().value.size());
  for (const InputNumbers& numbers : inputs)
    root.put(root.variable(numbers.name, NC_DOUBLE, {{dimension}}, "1", numbers.long_name), {{numbers.value.size()}},
             numbers.value);
}

}  // namespace

void write_root_group(const NetcdfWriter& root, const Results& results, const std::string& created_at) {
  write_attributes(root, results, created_at);
  const std::size_t temperatures = results.temperature.size();
  const int temperature = write_temperature(root, results.temperature);
  for (const Column& column : results.columns) write_column(root, temperature, column, temperatures);
  write_inputs(root, results.inputs);
  write_curves(root, temperature, results, "");
  std::set<std::string> groups;
  for (const Curve& curve : results.curves)
    if (!curve.group.empty() && groups.insert(curve.group).second) {
      const NetcdfWriter group = root.group(curve.group);
      write_origin(group, created_at);
      write_curves(group, write_temperature(group, results.temperature), results, curve.group);
    }
}

}  // namespace replicas
