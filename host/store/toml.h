#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace replicas {

/// One `key = value` of a flat TOML text. Numbers are texts too, as they were written, without underscores.
struct TomlEntry {
  enum class Kind { text, number, boolean, list };
  std::string key;
  Kind kind = Kind::text;
  std::vector<std::string> values;  ///< one, or the elements of a list of texts and numbers; "true" or "false"
  std::size_t line = 0;
};

/// The flat part of TOML 1.0: comments, bare and quoted keys, basic and literal strings, numbers, booleans, lists of
/// texts and numbers over several lines. Tables, dotted keys, dates and multi-line strings are refused by name. Own
/// code, since toml++ 3.3 (Debian 12) runs into undefined behaviour on inputs like "[" and a line end, or an unlikely
/// letter. Error(bad_config, 78) is "file:line: what is wrong".
std::vector<TomlEntry> read_toml(std::string_view text, std::string_view file);

/// Takes a basic ("...", with escapes) or literal ('...') TOML string from the front of `rest`, which starts with its
/// quote. Returns what is wrong with it, or nothing.
std::string take_toml_string(std::string_view& rest, std::string& result);

/// The text as a basic TOML string with its quotes.
std::string toml_string(std::string_view text);

}  // namespace replicas
