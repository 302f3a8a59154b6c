#pragma once

#include <cstddef>
#include <span>
#include <vector>

namespace replicas {

/// A table as spreadsheets write it where decimals have a comma ("0,5;1,25;setosa"), as parse_csv reads it: every ','
/// becomes '.', every ';' becomes ','. In quotation marks only numbers change ("1,5", not "a, b"). No byte moves, so
/// that messages name the right line and column.
std::vector<std::byte> with_decimal_points(std::span<const std::byte> bytes);

}  // namespace replicas
