#include "command/whole_numbers.h"

#include <CLI/CLI.hpp>

#include "model/whole_number.h"

namespace replicas {

namespace {

/// Decimal digits, or a power of ten like 1e7, which CLI11 gets as digits: it would read 010 as eight, 0x10 as sixteen.
/// A sign goes through to the check of the range, whose message is the better one.
std::string as_digits(std::string& text) {
  const std::string_view size = std::string_view(text).substr(text.starts_with('-') ? 1 : 0);
  const std::optional<std::uint64_t> value = whole_number(size);
  const bool padded = size.size() > 1 && size.starts_with('0');
  if (!value || padded) return "'" + text + "' is not a whole number";
  text = (text.starts_with('-') ? "-" : "") + std::to_string(*value);
  return "";
}

}  // namespace

CLI::Validator whole_numbers() { return {as_digits, ""}; }

}  // namespace replicas
