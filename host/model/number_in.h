#pragma once

#include <charconv>
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

}  // namespace replicas
