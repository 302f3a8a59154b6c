#pragma once

#include <cstddef>
#include <span>
#include <string_view>

#include "data/data_array.h"

namespace replicas {

/// Reads a table of numbers (rows, columns): one row a line, commas between fields, decimal points, blanks and double
/// quotes around fields allowed. Empty lines and lines that start with '#' are skipped; the first row may be a header
/// (csv_header.h). A column whose first field is a word holds words (CsvFacts). LF or CRLF, with or without a UTF-8
/// byte order mark; a line has at most 1 MiB. Error(bad_data, 65) is "file:line:column: what is wrong": not a number,
/// not finite in float32, another number of columns than the first row.
DataArray parse_csv(std::span<const std::byte> bytes, std::string_view file,
                    Reading::Header header = Reading::Header::automatic);

/// The first row, which was open, becomes the header.
void make_header_of_first_row(DataArray& array);

}  // namespace replicas
