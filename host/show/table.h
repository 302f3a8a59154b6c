#pragma once

#include <span>
#include <string>
#include <string_view>

#include "observe/results.h"
#include "show/terminal.h"

namespace replicas {

/// The result table of a run for a terminal of `width` columns: a line per temperature, errors in the last digits,
/// in as many blocks (each beginning with T) as it takes to fit; then the legend, then the verdicts, failures first.
/// Quantities that the run does not have are left out.
std::string table(const Results& results, int width);

/// One column of the terminal table: which column of the Results, how it is shown, and its words in the legend.
struct TableColumn {
  std::string_view header;
  std::string_view name;  ///< in the Results; empty: the temperature itself
  int digits;             ///< significant, where there is no error to decide
  double factor;          ///< shown = factor * value
  std::string_view legend;
};

/// In the order of the table, from what was asked for to whether it can be believed.
std::span<const TableColumn> table_columns();

}  // namespace replicas
