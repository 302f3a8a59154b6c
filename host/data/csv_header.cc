#include "data/csv_header.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdint>
#include <optional>

namespace replicas {

namespace {

constexpr std::size_t enough_columns = 4;

/// "0", "12": digits as a counting program writes them, so neither "00" nor "1.0".
std::optional<std::uint64_t> plain_count(std::string_view text) {
  std::uint64_t value = 0;
  const auto [end, code] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (code != std::errc{} || end != text.data() + text.size() || (text.size() > 1 && text[0] == '0')) return {};
  return value;
}

/// The numbers of the row are 0, 1, 2, ... or 1, 2, ...; names may stand between them, and nothing in the first field.
bool counts(const std::vector<CsvField>& row) {
  std::optional<std::uint64_t> last;
  for (std::size_t i = 0; i < row.size(); ++i) {
    if (row[i].is_word() || (i == 0 && row[i].text.empty())) continue;
    const std::optional<std::uint64_t> value = plain_count(row[i].text);
    if (!value || (last ? *value != *last + 1 : *value > 1)) return false;
    last = value;
  }
  return last.has_value();
}

}  // namespace

FirstRow what_is(const std::vector<CsvField>& first, const std::vector<CsvField>& second, Reading::Header asked) {
  if (asked == Reading::Header::no) return FirstRow::example;
  const bool counting = counts(first);
  if (asked == Reading::Header::yes) return counting ? FirstRow::counts : FirstRow::names;
  bool words = true, label = false;
  for (std::size_t i = 0; i < first.size(); ++i) {
    words = words && (first[i].is_word() || (i == 0 && first.size() > 1 && first[i].text.empty()));
    label = label || label_rank(first[i].word()) > 0;
  }
  if (second.empty()) return words ? FirstRow::names : FirstRow::example;
  for (std::size_t i = 0; i < std::min(first.size(), second.size()) && counting; ++i) {
    if (first[i].is_word() && second[i].is_number()) return FirstRow::names;
    if (first[i].is_number() && second[i].is_word()) return FirstRow::counts;
  }
  if (counting && first[0].text.empty()) return FirstRow::counts;
  if (words) return first.size() == 1 && second[0].is_word() && !label ? FirstRow::open : FirstRow::names;
  if (!counting) return FirstRow::example;
  return first.size() >= enough_columns ? FirstRow::counts : label ? FirstRow::names : FirstRow::open;
}

int label_rank(const std::string& name) {
  constexpr std::array<std::string_view, 5> by_rank = {"y", "species", "target", "class", "label"};
  std::string lower(name);
  std::ranges::transform(lower, lower.begin(), [](char c) { return c >= 'A' && c <= 'Z' ? char(c - 'A' + 'a') : c; });
  return static_cast<int>((std::ranges::find(by_rank, lower) - by_rank.begin() + 1) % (by_rank.size() + 1));
}

bool is_index_name(const std::string& name) { return name.empty() || name.starts_with("Unnamed: 0"); }

}  // namespace replicas
