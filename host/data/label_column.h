#pragma once

#include <string>

#include "data/data_array.h"

namespace replicas {

/// The column of a table that holds the labels (or the one target), and how it was found.
struct LabelColumn {
  enum class How { asked, named, words, last };
  std::size_t column = 0;
  How how = How::last;
};

/// `asked` (--label): a name of the header, a number from 1, first or last. Without it a column named label, class,
/// target, species or y; else the only one that holds words; else the last. Error(usage, 64) when there is no such
/// column, (bad_data, 65) when two have the name.
LabelColumn find_label_column(const DataArray& table, const std::string& asked, const std::string& source);

/// Whether the first column holds row numbers (pandas' index, or 0, 1, 2, ... or 1, 2, ... over five rows or more) and
/// is left out. One that the header gives another name than that of an index, or the only one, is an input that counts.
enum class RowNumbers { none, left_out, input };
RowNumbers row_numbers(const DataArray& table, std::size_t answer_columns, bool label_is_first);

/// "column 5, 'species'": for messages.
std::string column_text(const DataArray& table, std::size_t column);

}  // namespace replicas
