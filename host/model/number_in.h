#pragma once

#include <charconv>
#include <cstdint>
#include <optional>
#include <string_view>

namespace replicas {

/// The number that a text begins with, 0 where it begins with none. std::stod and its like read "0.5" as 0 where the
/// locale writes decimals with a comma.
template <class Number = double>
Number number_in(std::string_view text) {
  if (text.starts_with('+')) text.remove_prefix(1);
  Number value{};
  std::from_chars(text.data(), text.data() + text.size(), value);
  return value;
}

/// A whole number from 0 to 2^64 - 1 as people write it: 10000000, 1e7, 2.5e6. Nothing when the text is anything else,
/// or no whole number (1.5, 1e-3). Exact: no digit passes through floating point.
std::optional<std::uint64_t> whole_number(std::string_view text);

}  // namespace replicas
