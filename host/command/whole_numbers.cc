#include "command/whole_numbers.h"

#include <CLI/CLI.hpp>

#include "run/field_values.h"

namespace replicas {

namespace {

/// A whole number, which CLI11 gets as digits: it would read 010 as eight, 0x10 as sixteen, and 1e7 not at all.
std::string as_digits(std::string& text) {
  const std::optional<std::int64_t> value = signed_whole_number(text);
  if (!value) return "'" + text + "' is not a whole number";
  text = std::to_string(*value);
  return "";
}

}  // namespace

CLI::Validator whole_numbers() { return {as_digits, ""}; }

}  // namespace replicas
