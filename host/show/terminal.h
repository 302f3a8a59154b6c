#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace replicas {

/// Columns of the terminal behind a file descriptor (1: standard output); $COLUMNS, else 120, when it is none.
int terminal_width(int descriptor = 1);

/// Columns that a UTF-8 text takes, one per code point.
std::size_t display_width(std::string_view text);

/// The words of a text in lines of at most `width` columns (a longer word gets a line of its own); any white space,
/// also line ends, separates words.
std::vector<std::string> wrap(std::string_view text, std::size_t width);

}  // namespace replicas
