#include "model/number_in.h"

#include <algorithm>
#include <charconv>
#include <string>

namespace replicas {

namespace {

constexpr int most_digits = 20;  // of 2^64 - 1

bool all_digits(std::string_view text) { return text.find_first_not_of("0123456789") == text.npos; }

}  // namespace

std::optional<std::uint64_t> whole_number(std::string_view text) {
  const std::size_t letter = text.find_first_of("eE");
  const std::string_view mantissa = text.substr(0, letter);
  int exponent = 0;
  if (letter != text.npos) {
    std::string_view power = text.substr(letter + 1);
    if (power.starts_with('+')) power.remove_prefix(1);
    const auto [end, code] = std::from_chars(power.data(), power.data() + power.size(), exponent);
    if (power.empty() || !all_digits(power) || code != std::errc{} || end != power.data() + power.size()) return {};
  }
  const std::size_t point = mantissa.find('.');
  std::string_view after = point == mantissa.npos ? std::string_view() : mantissa.substr(point + 1);
  if (point != mantissa.npos && (after.empty() || letter == text.npos)) return {};  // 1. and 1.0 are no counts
  const std::string_view before = mantissa.substr(0, point);
  if (before.empty() || !all_digits(before) || !all_digits(after)) return {};
  while (after.ends_with('0')) after.remove_suffix(1);
  if (static_cast<std::size_t>(exponent) < after.size()) return {};
  std::string digits(before);
  digits += after;
  digits.erase(0, std::min(digits.find_first_not_of('0'), digits.size() - 1));
  if (digits != "0") {
    const std::size_t zeros = static_cast<std::size_t>(exponent) - after.size();
    if (digits.size() + zeros > most_digits) return {};
    digits.append(zeros, '0');
  }
  std::uint64_t value = 0;
  const auto [end, code] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
  if (code != std::errc{} || end != digits.data() + digits.size()) return {};
  return value;
}

}  // namespace replicas
