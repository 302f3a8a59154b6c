#include "model/csv.h"

#include <charconv>
#include <cmath>
#include <limits>

#include "model/error.h"
#include "model/printable.h"

namespace replicas {

namespace {

constexpr std::size_t longest_line = 1 << 20;

/// Where a message points to.
struct Place {
  const std::string& file;
  std::size_t line, column;
};

template <class... Arguments>
[[noreturn]] void refuse(const Place& place, fmt::format_string<Arguments...> format, Arguments&&... arguments) {
  fail(Exit::bad_data, "{}:{}:{}: {}", place.file, place.line, place.column,
       fmt::format(format, std::forward<Arguments>(arguments)...));
}

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
  while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
  return text;
}

std::from_chars_result read_number(std::string_view text, double& value) {
  if (text.starts_with('+') && !text.starts_with("+-")) text.remove_prefix(1);  // from_chars knows no plus sign
  return std::from_chars(text.data(), text.data() + text.size(), value);
}

bool is_number(std::string_view text) {
  double value = 0;
  const auto [end, code] = read_number(text, value);
  return code != std::errc::invalid_argument && end == text.data() + text.size();
}

std::string advice(std::string_view text) {
  if (text.empty()) return "write a number, or leave out the comma";
  if (text.find('"') != text.npos || text.find('\'') != text.npos) return "write numbers without quotes";
  if (text.find(';') != text.npos) return "separate numbers by commas and write decimal points";
  if (text.find_first_of(" \t") != text.npos) return "separate numbers by commas (numpy.savetxt with delimiter=',')";
  return "write numbers like 0.5 or 1e-3, separated by commas";
}

float number(std::string_view text, const Place& place) {
  double value = 0;
  const auto [end, code] = read_number(text, value);
  const std::string shown = printable(text.substr(0, 32)) + (text.size() > 32 ? "..." : "");
  if (code == std::errc::invalid_argument || end != text.data() + text.size())
    refuse(place, "'{}' is not a number; {}", shown, advice(text));
  if (!std::isfinite(value)) refuse(place, "'{}' is not a finite number; leave the row out", shown);
  if (code == std::errc::result_out_of_range || std::fabs(value) > std::numeric_limits<float>::max())
    refuse(place, "'{}' is outside the range of a number in float32; scale the data", shown);
  return static_cast<float>(value);
}

/// Calls take(field, its column in bytes) for the fields of one line.
template <class Take>
void for_each_field(std::string_view line, Take take) {
  for (std::size_t at = 0;;) {
    const std::size_t comma = line.find(',', at);
    const std::string_view field = line.substr(at, comma == line.npos ? line.npos : comma - at);
    take(trimmed(field), at + 1);
    if (comma == line.npos) return;
    at = comma + 1;
  }
}

bool is_header(std::string_view line) {
  bool any = false;
  for_each_field(line, [&any](std::string_view field, std::size_t) { any = any || field.empty() || is_number(field); });
  return !any;
}

}  // namespace

DataArray parse_csv(std::span<const std::byte> bytes, std::string_view file) {
  const std::string shown = printable(file);
  std::string_view text(reinterpret_cast<const char*>(bytes.data()), bytes.size());
  if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
  DataArray array{.shape = {0, 0}, .type = "numbers in text", .text = true};
  bool first = true;
  for (std::size_t number_of_line = 1; !text.empty(); ++number_of_line) {
    const std::size_t end = text.substr(0, longest_line + 1).find('\n');
    if (end == text.npos && text.size() > longest_line)
      refuse({shown, number_of_line, 1}, "this line is longer than {} bytes; is it a table of numbers?", longest_line);
    std::string_view line = text.substr(0, end);
    text.remove_prefix(end == text.npos ? text.size() : end + 1);
    if (line.ends_with('\r')) line.remove_suffix(1);
    if (trimmed(line).empty() || line.starts_with('#')) continue;
    if (const std::size_t zero = line.find('\0'); zero != line.npos)
      refuse({shown, number_of_line, zero + 1}, "a zero byte; this is not a table of numbers (NPY, IDX or CSV)");
    if (std::exchange(first, false) && is_header(line)) continue;
    const std::size_t before = array.floats.size();
    for_each_field(line, [&](std::string_view field, std::size_t column) {
      array.floats.push_back(number(field, {shown, number_of_line, column}));
    });
    const std::size_t columns = array.floats.size() - before;
    if (array.shape[0]++ == 0) array.shape[1] = columns;
    if (columns != array.shape[1])
      refuse({shown, number_of_line, 1}, "{} numbers, the first row has {}; fill or leave out the row", columns,
             array.shape[1]);
  }
  require(array.shape[0] >= 1, Exit::bad_data, "{}: holds no numbers; write one example a line", shown);
  return array;
}

}  // namespace replicas
