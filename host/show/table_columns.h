#pragma once

#include <span>
#include <string_view>

namespace replicas {

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
