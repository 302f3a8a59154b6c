#include "command/number_list.h"

#include <CLI/CLI.hpp>

#include <charconv>
#include <cmath>

#include "model/error.h"
#include "model/number_in.h"
#include "run/field_values.h"

namespace replicas {

namespace {

constexpr int most_numbers = 10000;

std::vector<std::string_view> split(std::string_view text, char separator) {
  std::vector<std::string_view> parts;
  while (true) {
    const std::size_t end = text.find(separator);
    parts.push_back(text.substr(0, end));
    if (end == std::string_view::npos) return parts;
    text.remove_prefix(end + 1);
  }
}

std::vector<double> evenly(std::string_view option, std::string_view text, Bounds bounds) {
  const auto parts = split(text, ':');
  const std::optional<std::uint64_t> given = parts.size() == 3 ? whole_number(parts[2]) : std::nullopt;
  require(given && *given >= 2 && *given <= most_numbers, ErrorKind::bad_value,
          "{} {}: write low:high:count with a count from 2 to {}, or numbers with commas", option, text, most_numbers);
  const int count = static_cast<int>(*given);
  const double low = parse_number(option, parts[0], bounds), high = parse_number(option, parts[1], bounds);
  std::vector<double> numbers;
  // Rounded to 12 digits, so that 0.1:0.8:8 means 0.3 and not 0.30000000000000004.
  for (int i = 0; i < count; ++i) {
    const double exact = low + (high - low) * i / (count - 1);
    numbers.push_back(parse_number(option, fmt::format("{:.12g}", exact), bounds));
  }
  return numbers;
}

}  // namespace

double parse_number(std::string_view option, std::string_view text, Bounds bounds) {
  double value = 0;
  const auto [end, code] = std::from_chars(text.data(), text.data() + text.size(), value);
  require(code == std::errc{} && end == text.data() + text.size() && std::isfinite(value), ErrorKind::bad_value,
          "{} '{}' is not a number", option, text);
  require(value >= bounds.least && value <= bounds.most, ErrorKind::bad_value, "{} {} is outside {:g}..{:g}", option,
          text, bounds.least, bounds.most);
  return value;
}

std::vector<double> parse_numbers(std::string_view option, std::string_view text, Bounds bounds) {
  std::vector<double> numbers;
  if (text.find(':') != std::string_view::npos)
    numbers = evenly(option, text, bounds);
  else
    for (const std::string_view part : split(text, ',')) numbers.push_back(parse_number(option, part, bounds));
  require(numbers.size() <= most_numbers, ErrorKind::bad_value, "{} has {} numbers, more than {}", option,
          numbers.size(), most_numbers);
  for (std::size_t i = 1; i < numbers.size(); ++i)
    require(numbers[i] > numbers[i - 1], ErrorKind::bad_value,
            "{} {}: the numbers must be increasing ({:g} follows {:g})", option, text, numbers[i], numbers[i - 1]);
  return numbers;
}

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
