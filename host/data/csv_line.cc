#include "data/csv_line.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <limits>

#include "model/printable.h"

namespace replicas {

namespace {

constexpr std::size_t longest_line = 1 << 20;
constexpr std::size_t longest_word = 100;

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
  while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
  return text;
}

std::from_chars_result read_number(std::string_view text, double& value) {
  if (text.starts_with('+') && !text.starts_with("+-")) text.remove_prefix(1);  // from_chars knows no plus sign
  return std::from_chars(text.data(), text.data() + text.size(), value);
}

std::string source(std::string_view text) { return printable(text.substr(0, 32)) + (text.size() > 32 ? "..." : ""); }

/// What programs write where there is no value: never the name of a class.
bool is_missing(std::string_view text) {
  constexpr std::array<std::string_view, 9> marks = {"NA", "N/A", "#N/A", "NULL", "null", "None", "<NA>", "?", "-"};
  return std::ranges::find(marks, text) != marks.end();
}

bool holds_numbers_between(std::string_view text, std::string_view separators) {
  bool any = false;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find_first_of(separators), text.size());
    const std::string_view piece = trimmed(text.substr(0, end));
    if (!piece.empty() && !is_number(piece)) return false;
    any = any || end < text.size();
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return any;
}

std::string advice(std::string_view text) {
  if (text.empty()) return "write a number, or leave out the comma";
  if (is_missing(text)) return "a missing value; fill it, or leave the row out";
  if (text.find('"') != text.npos || text.find('\'') != text.npos) return "write numbers without quotes";
  if (text.find(';') != text.npos)
    return "it is separated by ';': where decimals have a comma write <decimal> comma, else separate numbers by commas "
           "(pandas: "
           "sep=',', decimal='.')";
  if (text.find_first_of(" \t") != text.npos) return "separate numbers by commas (numpy.savetxt with delimiter=',')";
  if (text == "True" || text == "False") return "write 1 and 0";
  return "write numbers like 0.5 or 1e-3, separated by commas";
}

}  // namespace

bool is_number(std::string_view text) {
  double value = 0;
  const auto [end, code] = read_number(text, value);
  return code != std::errc::invalid_argument && end == text.data() + text.size();
}

bool CsvField::is_number() const { return replicas::is_number(text); }

std::string CsvField::word() const {
  std::string word(text);
  if (quoted)
    for (std::size_t at = 0; (at = word.find("\"\"", at)) != word.npos; ++at) word.erase(at, 1);
  return word;
}

void refuse_as_number(const CsvField& field, const std::string& file) {
  refuse(file, field.place, "'{}' is not a number; {}", source(field.text), advice(field.text));
}

float number(const CsvField& field, const std::string& file) {
  double value = 0;
  const auto [end, code] = read_number(field.text, value);
  if (code == std::errc::invalid_argument || end != field.text.data() + field.text.size())
    refuse_as_number(field, file);
  if (!std::isfinite(value))
    refuse(file, field.place, "'{}' is not a finite number; leave the row out", source(field.text));
  if (code == std::errc::result_out_of_range || std::fabs(value) > std::numeric_limits<float>::max())
    refuse(file, field.place, "'{}' is outside the range of a number in float32; scale the data", source(field.text));
  return static_cast<float>(value);
}

void check_word(const CsvField& field, const std::string& file) {
  const std::string_view text = field.text;
  if (text.empty() || text.size() > longest_word) refuse_as_number(field, file);
  const bool control = std::ranges::any_of(text, [](char c) { return static_cast<unsigned char>(c) < 0x20; });
  if (control || !is_utf8(text)) refuse_as_number(field, file);
  if (field.quoted) return;
  if (is_missing(text) || text.find_first_of(";'\"") != text.npos || holds_numbers_between(text, " "))
    refuse_as_number(field, file);
}

CsvLines::CsvLines(std::span<const std::byte> bytes, const std::string& file)
    : file_(file), rest_(reinterpret_cast<const char*>(bytes.data()), bytes.size()) {
  if (rest_.starts_with("\xEF\xBB\xBF")) rest_.remove_prefix(3);
}

bool CsvLines::next(std::vector<CsvField>& fields) {
  while (!rest_.empty()) {
    ++line_;
    const std::size_t end = rest_.substr(0, longest_line + 1).find('\n');
    if (end == rest_.npos && rest_.size() > longest_line)
      refuse(file_, {line_, 1}, "this line is longer than {} bytes; is it a table of numbers?", longest_line);
    std::string_view line = rest_.substr(0, end);
    rest_.remove_prefix(end == rest_.npos ? rest_.size() : end + 1);
    if (line.ends_with('\r')) line.remove_suffix(1);
    if (trimmed(line).empty() || line.starts_with('#')) continue;
    if (const std::size_t zero = line.find('\0'); zero != line.npos)
      refuse(file_, {line_, zero + 1}, "a zero byte; this is not a table of numbers (NPY, IDX or CSV)");
    split(line, fields);
    return true;
  }
  return false;
}

void CsvLines::split(std::string_view line, std::vector<CsvField>& fields) const {
  fields.clear();
  for (std::size_t at = 0;;) {
    CsvField field{.text = {}, .place = {line_, at + 1}};
    const std::size_t quote = std::min(line.find_first_not_of(" \t", at), line.size());
    std::size_t comma = 0;
    if (quote < line.size() && line[quote] == '"') {
      std::size_t close = quote + 1;
      while ((close = line.find('"', close)) != line.npos && line.substr(close, 2) == "\"\"") close += 2;
      if (close == line.npos)
        refuse(file_, field.place, "a quotation mark is not closed on this line; close it, or leave it out");
      field.text = trimmed(line.substr(quote + 1, close - quote - 1));
      field.quoted = true;
      comma = line.find(',', close);
      if (!trimmed(line.substr(close + 1, comma == line.npos ? comma : comma - close - 1)).empty())
        refuse(file_, field.place, "something stands between a closing quotation mark and the comma; {}",
               line.find(';') != line.npos ? "separate fields by commas, not by ';'" : "write \"\" for a mark inside");
    } else {
      comma = line.find(',', at);
      field.text = trimmed(line.substr(at, comma == line.npos ? comma : comma - at));
    }
    fields.push_back(field);
    if (comma == line.npos) return;
    at = comma + 1;
  }
}

}  // namespace replicas
