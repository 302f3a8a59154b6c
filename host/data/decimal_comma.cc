#include "data/decimal_comma.h"

#include <string_view>

namespace replicas {

namespace {

/// Digits, signs, an exponent and commas: what may be a number. So a word such as "a,b" keeps its comma.
bool may_be_number(std::span<const std::byte> text) {
  constexpr std::string_view of_numbers = "0123456789+-eE., \t";
  for (const std::byte letter : text)
    if (of_numbers.find(static_cast<char>(letter)) == of_numbers.npos) return false;
  return !text.empty();
}

}  // namespace

std::vector<std::byte> with_decimal_points(std::span<const std::byte> bytes) {
  std::vector<std::byte> result(bytes.begin(), bytes.end());
  constexpr std::byte quote{'"'}, comma{','}, point{'.'}, semicolon{';'}, newline{'\n'};
  for (std::size_t at = 0; at < result.size(); ++at) {
    if (result[at] == quote) {
      std::size_t close = at + 1;
      while (close < result.size() && result[close] != quote && result[close] != newline) ++close;
      if (may_be_number(bytes.subspan(at + 1, close - at - 1)))
        for (std::size_t i = at + 1; i < close; ++i)
          if (result[i] == comma) result[i] = point;
      at = close;
    } else if (result[at] == comma) {
      result[at] = point;
    } else if (result[at] == semicolon) {
      result[at] = comma;
    }
  }
  return result;
}

}  // namespace replicas
