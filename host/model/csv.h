#pragma once

#include <cstddef>
#include <span>
#include <string_view>

#include "model/data_array.h"

namespace replicas {

/// Reads a table of numbers (rows, columns): one row a line, commas between numbers, decimal points, blanks around
/// numbers allowed. Empty lines and lines that start with '#' are skipped, as is a first row without any number (column
/// names). LF or CRLF, with or without a UTF-8 byte order mark; a line has at most 1 MiB. Error(bad_data, 65) is
/// "file:line:column: what is wrong": not a number, not finite in float32, another number of columns than the first
/// row.
DataArray parse_csv(std::span<const std::byte> bytes, std::string_view file);

}  // namespace replicas
