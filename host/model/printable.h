#pragma once

#include <string>
#include <string_view>

namespace replicas {

/// The text with control characters and bytes that are not UTF-8 written as \xNN: what the user or a file names may be
/// shown on a terminal and stays on one line.
std::string printable(std::string_view text);

/// Whether the text is well-formed UTF-8, which TOML and netCDF ask of theirs.
bool is_utf8(std::string_view text);

}  // namespace replicas
