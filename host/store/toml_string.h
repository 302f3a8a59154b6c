#pragma once

#include <string>
#include <string_view>

namespace replicas {

/// Takes a basic ("...", with escapes) or literal ('...') TOML string from the front of `rest`, which starts with its
/// quote. Returns what is wrong with it, or nothing.
std::string take_toml_string(std::string_view& rest, std::string& result);

/// The text as a basic TOML string with its quotes.
std::string toml_string(std::string_view text);

}  // namespace replicas
