#include "data/label_column.h"

#include <algorithm>
#include <array>
#include <charconv>

#include "model/error.h"
#include "model/printable.h"

namespace replicas {

namespace {

constexpr std::size_t enough_rows = 5;

std::string lower(std::string text) {
  std::ranges::transform(text, text.begin(), [](char c) { return c >= 'A' && c <= 'Z' ? char(c - 'A' + 'a') : c; });
  return text;
}

std::vector<std::size_t> columns_named(const DataArray& table, const std::string& name, bool any_case) {
  std::vector<std::size_t> found;
  for (std::size_t i = 0; i < table.csv.names.size(); ++i)
    if (table.csv.names[i] == name || (any_case && lower(table.csv.names[i]) == lower(name))) found.push_back(i);
  return found;
}

std::string names_text(const std::vector<std::string>& names) {
  if (names.empty()) return "it has no header: write a number, first or last";
  std::string text;
  for (const std::string& name : names) text += (text.empty() ? "its columns are " : ", ") + printable(name);
  return text.size() > 90 ? text.substr(0, 60) + "... " + printable(names.back()) : text;
}

std::size_t asked_column(const DataArray& table, const std::string& asked, const std::string& source) {
  if (asked == "first") return table.csv.index ? 1 : 0;
  if (asked == "last") return table.shape[1] - 1;
  for (const bool any_case : {false, true}) {
    const std::vector<std::size_t> found = columns_named(table, asked, any_case);
    require(found.size() <= 1, ErrorKind::bad_data, "<label> {}: {}: {} columns have this name; write a number",
            printable(asked), source, found.size());
    if (found.size() == 1) return found[0];
  }
  std::size_t number = 0;
  const auto [end, code] = std::from_chars(asked.data(), asked.data() + asked.size(), number);
  const bool whole = code == std::errc{} && end == asked.data() + asked.size();
  require(whole, ErrorKind::bad_value, "<label> {}: {}: no column has this name; {}", printable(asked), source,
          names_text(table.csv.names));
  require(number >= 1 && number <= table.shape[1], ErrorKind::bad_value,
          "<label> {}: {}: columns are counted from 1 to {}; write first, last or a name", number, source,
          table.shape[1]);
  return number - 1;
}

/// Of the coordinates x, y, z no one is the label by its name.
bool is_coordinate(const DataArray& table, std::size_t column) {
  return label_rank(table.csv.names[column]) == 1 && column > 0 && column + 1 < table.shape[1] &&
         !columns_named(table, "x", true).empty();
}

}  // namespace

LabelColumn find_label_column(const DataArray& table, const std::string& asked, const std::string& source) {
  using How = LabelColumn::How;
  if (!asked.empty()) return {asked_column(table, asked, source), How::asked};
  int best = 0;
  std::vector<std::size_t> named;
  for (std::size_t i = 0; i < table.csv.names.size(); ++i) {
    const int rank = label_rank(table.csv.names[i]);
    if (rank == 0 || rank < best || is_coordinate(table, i)) continue;
    if (rank > best) named.clear();
    best = rank;
    named.push_back(i);
  }
  require(named.size() <= 1, ErrorKind::bad_data, "{}: columns {} and {} are both named {}; choose one with <label>",
          source, named.empty() ? 0 : named[0] + 1, named.empty() ? 0 : named.back() + 1,
          named.empty() ? "" : printable(table.csv.names[named[0]]));
  if (!named.empty()) return {named[0], How::named};
  if (table.csv.words.size() == 1) return {table.csv.words.begin()->first, How::words};
  return {table.shape[1] - 1, How::last};
}

RowNumbers row_numbers(const DataArray& table, std::size_t answer_columns, bool label_is_first) {
  if (!table.text || table.shape.size() != 2) return RowNumbers::none;
  if (table.csv.index) return RowNumbers::left_out;
  const std::size_t rows = table.shape[0], columns = table.shape[1];
  if (label_is_first || rows < enough_rows || columns < 2 || table.csv.words.contains(0)) return RowNumbers::none;
  const float begin = table.floats[0];
  if (begin != 0 && begin != 1) return RowNumbers::none;
  for (std::size_t row = 0; row < rows; ++row)
    if (table.floats[row * columns] != begin + static_cast<float>(row)) return RowNumbers::none;
  constexpr std::array<std::string_view, 9> of_index = {"index", "id",        "idx",       "row", "rownames",
                                                        "nr",    "row_names", "row names", "no"};
  const bool named = table.csv.first_row == FirstRow::names;
  if (named && std::ranges::find(of_index, lower(table.csv.names[0])) == of_index.end()) return RowNumbers::input;
  return columns > answer_columns + 1 ? RowNumbers::left_out : RowNumbers::input;
}

std::string column_text(const DataArray& table, std::size_t column) {
  const bool named = column < table.csv.names.size() && !table.csv.names[column].empty();
  return fmt::format("column {}{}", column + 1,
                     named ? fmt::format(", '{}'", printable(table.csv.names[column].substr(0, 40))) : "");
}

}  // namespace replicas
