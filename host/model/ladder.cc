#include "model/ladder.h"

#include <charconv>
#include <cmath>

#include "model/error.h"
#include "model/number_in.h"

namespace replicas {

namespace {

double parse_temperature(std::string_view part, std::string_view text) {
  double value = 0;
  const auto [end, code] = std::from_chars(part.data(), part.data() + part.size(), value);
  require(code == std::errc{} && end == part.data() + part.size() && std::isfinite(value), ErrorKind::bad_value,
          "<temps> {}: '{}' is not a number; write lo:hi, lo:hi:count or a,b,c, like 1e-5:1e-2", text, part);
  require(value > 0, ErrorKind::bad_value,
          "<temps> {}: temperature {} is not positive (nothing would fluctuate); for T = 0 use <gradient-descent>",
          text, part);
  require(value >= 1e-30 && value <= 1e30, ErrorKind::bad_value, "<temps> {}: {} is outside 1e-30..1e30", text, part);
  return value;
}

std::vector<std::string_view> split(std::string_view text, char separator) {
  std::vector<std::string_view> parts;
  while (true) {
    const std::size_t at = text.find(separator);
    parts.push_back(text.substr(0, at));
    if (at == std::string_view::npos) return parts;
    text.remove_prefix(at + 1);
  }
}

/// Geometric ladder with exact ends; inner rungs rounded to 6 digits so that they can be typed again.
Ladder geometric(double low, double high, int count) {
  Ladder ladder(static_cast<std::size_t>(count));
  for (int i = 0; i < count; ++i) {
    const double exact = low * std::pow(high / low, static_cast<double>(i) / (count - 1));
    ladder[static_cast<std::size_t>(i)] = number_in(fmt::format("{:.6g}", exact));
  }
  ladder.front() = low;
  ladder.back() = high;
  return ladder;
}

}  // namespace

Ladder parse_ladder(std::string_view text) {
  if (text.find(':') == std::string_view::npos) {
    Ladder ladder;
    for (const std::string_view part : split(text, ',')) ladder.push_back(parse_temperature(part, text));
    require(ladder.size() <= 10000, ErrorKind::bad_value, "<temps>: {} temperatures, at most 10000", ladder.size());
    for (std::size_t i = 1; i < ladder.size(); ++i)
      require(ladder[i] > ladder[i - 1], ErrorKind::bad_value,
              "<temps> {}: {} after {}; list temperatures in increasing order", text, ladder[i], ladder[i - 1]);
    return ladder;
  }
  const auto parts = split(text, ':');
  require(parts.size() == 2 || parts.size() == 3, ErrorKind::bad_value, "<temps> {}: write lo:hi or lo:hi:count", text);
  const double low = parse_temperature(parts[0], text);
  const double high = parse_temperature(parts[1], text);
  require(low < high, ErrorKind::bad_value, "<temps> {}: {} is not below {}; write the lower temperature first", text,
          parts[0], parts[1]);
  int count = std::max(2, static_cast<int>(std::lround(3 * std::log10(high / low))) + 1);
  if (parts.size() == 3) {
    const std::optional<std::uint64_t> given = whole_number(parts[2]);
    require(given && *given >= 2 && *given <= 10000, ErrorKind::bad_value,
            "<temps> {}: '{}' is not a number of temperatures from 2 to 10000", text, parts[2]);
    count = static_cast<int>(*given);
  }
  Ladder ladder = geometric(low, high, count);
  for (std::size_t i = 1; i < ladder.size(); ++i)
    require(ladder[i] > ladder[i - 1], ErrorKind::bad_value, "<temps> {}: {} temperatures do not fit between {} and {}",
            text, count, parts[0], parts[1]);
  return ladder;
}

}  // namespace replicas
