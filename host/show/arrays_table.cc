#include "show/arrays_table.h"

#include <spdlog/fmt/fmt.h>

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>

#include "show/number.h"

namespace replicas {

namespace {

constexpr int digits = 6;

using Cells = std::vector<std::string>;

/// A header above numbers; errors that six digits do not show are not shown.
Cells column(const std::string& header, const std::vector<double>& values, const std::vector<double>& errors) {
  const bool fixed = std::all_of(values.begin(), values.end(), short_in_fixed);
  const Notation notation = fixed ? Notation::fixed : Notation::scientific;
  Cells cells = {header};
  for (std::size_t row = 0; row < values.size(); ++row) {
    const double error = errors.empty() ? 0 : errors[row];
    const bool seen = error > 1e-6 * std::max(std::fabs(values[row]), 1e-3);
    cells.push_back(seen ? number(values[row], error, digits, notation) : number(values[row], digits, notation));
  }
  std::size_t width = 0;
  for (const std::string& cell : cells) width = std::max(width, cell.size());
  for (std::string& cell : cells) cell.insert(0, width - cell.size(), ' ');
  return cells;
}

}  // namespace

std::string arrays_table(const NamedArrays& arrays) {
  const NamedAxis& rows = arrays.axes.front();
  std::vector<Cells> columns = {column(rows.name, rows.values, {})};
  std::string legend = fmt::format("{}: {}\n", rows.name, rows.long_name);
  for (const NamedArray& array : arrays.arrays) {
    if (array.axes != std::vector{rows.name}) continue;
    columns.push_back(column(array.name, array.values, array.errors));
    legend += fmt::format("{}: {}{}\n", array.name, array.long_name, array.unit == "1" ? "" : " (" + array.unit + ")");
  }
  std::string text = arrays.title + "\n\n";
  for (std::size_t line = 0; line <= rows.values.size(); ++line) {
    for (std::size_t i = 0; i < columns.size(); ++i) text += (i > 0 ? "  " : "") + columns[i][line];
    text += '\n';
  }
  text += '\n';
  for (const auto& [name, value] : arrays.numbers) text += fmt::format("{} = {:.6g}\n", name, value);
  text += legend;
  for (const std::string& note : arrays.notes) text += note + "\n";
  return text;
}

std::string arrays_json(const NamedArrays& arrays) {
  nlohmann::ordered_json document = {{"title", arrays.title}};
  for (const auto& [name, value] : arrays.texts) document["attributes"][name] = value;
  for (const auto& [name, value] : arrays.numbers) document["attributes"][name] = value;
  for (const NamedAxis& axis : arrays.axes)
    document["axes"][axis.name] = {{"unit", axis.unit}, {"long_name", axis.long_name}, {"values", axis.values}};
  for (const NamedArray& array : arrays.arrays) {
    auto& entry = document["arrays"][array.name];
    entry = {{"unit", array.unit}, {"long_name", array.long_name}, {"axes", array.axes}, {"value", array.values}};
    if (!array.errors.empty()) entry["error"] = array.errors;
  }
  document["notes"] = arrays.notes;
  return document.dump(2) + "\n";
}

}  // namespace replicas
