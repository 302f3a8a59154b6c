#include "store/toml.h"

#include <spdlog/fmt/fmt.h>

#include <algorithm>
#include <cctype>
#include <charconv>

#include "model/error.h"
#include "model/printable.h"

namespace replicas {

namespace {

bool is_bare(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_';
}

/// A number by the rules of TOML, without its underscores; empty when it is none.
std::string number_text(std::string_view token) {
  std::string text;
  for (std::size_t i = 0; i < token.size(); ++i) {
    const bool between = i > 0 && i + 1 < token.size() && std::isxdigit(static_cast<unsigned char>(token[i - 1])) &&
                         std::isxdigit(static_cast<unsigned char>(token[i + 1]));
    if (token[i] == '_' && !between) return "";
    if (token[i] != '_') text += token[i];
  }
  if (text.starts_with('+')) text.erase(0, 1);
  std::string_view digits = text;
  if (digits.starts_with('-')) digits.remove_prefix(1);
  if (digits == "inf" || digits == "nan") return text;
  if (digits.empty() || digits[0] < '0' || digits[0] > '9') return "";
  if (digits.starts_with("0x"))
    return digits.size() > 2 && digits.find_first_not_of("0123456789abcdefABCDEF", 2) == digits.npos ? text : "";
  if (digits.size() > 1 && digits[0] == '0' && digits[1] >= '0' && digits[1] <= '9') return "";
  double value = 0;
  const auto [end, code] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
  const bool whole = code != std::errc::invalid_argument && end == digits.data() + digits.size();
  return whole && digits.back() != '.' && digits.find(".e") == digits.npos ? text : "";
}

class Reader {
 public:
  Reader(std::string_view text, std::string_view file) : rest_(text), shown_(printable(file)) {
    if (rest_.starts_with("\xEF\xBB\xBF")) rest_.remove_prefix(3);
  }

  std::vector<TomlEntry> entries() {
    std::vector<TomlEntry> all;
    while (skip_lines(), !rest_.empty()) {
      TomlEntry entry;
      entry.line = line_;
      entry.key = key();
      expect('=', "after the key");
      value(entry);
      end_of_line();
      for (const TomlEntry& other : all)
        if (other.key == entry.key) refuse("{} stands here a second time", printable(entry.key));
      all.push_back(std::move(entry));
    }
    return all;
  }

 private:
  template <class... Arguments>
  [[noreturn]] void refuse(fmt::format_string<Arguments...> format, Arguments&&... arguments) const {
    fail(ErrorKind::bad_config, "{}:{}: {}", shown_, line_, fmt::format(format, std::forward<Arguments>(arguments)...));
  }

  void skip_blanks() {
    while (rest_.starts_with(' ') || rest_.starts_with('\t')) rest_.remove_prefix(1);
  }

  /// Blanks, comments and line ends.
  void skip_lines() {
    while (true) {
      skip_blanks();
      if (rest_.starts_with('#')) rest_.remove_prefix(std::min(rest_.find('\n'), rest_.size()));
      if (rest_.starts_with("\r\n")) rest_.remove_prefix(1);
      if (!rest_.starts_with('\n')) return;
      rest_.remove_prefix(1);
      ++line_;
    }
  }

  void end_of_line() {
    skip_blanks();
    if (rest_.empty() || rest_.starts_with('#') || rest_.starts_with('\n') || rest_.starts_with("\r\n")) return;
    refuse("'{}' after the value; write one option a line", next_word());
  }

  std::string next_word() const {
    const std::string_view word = rest_.substr(0, std::min(rest_.find_first_of(" \t\r\n", 1), rest_.size()));
    return printable(word.substr(0, 40));
  }

  void expect(char c, std::string_view where) {
    skip_blanks();
    if (!rest_.starts_with(c)) refuse("'{}' is missing {}", c, where);
    rest_.remove_prefix(1);
    skip_blanks();
  }

  bool at_quote() const { return rest_.starts_with('"') || rest_.starts_with('\''); }

  std::string quoted() {
    std::string result;
    const std::string problem = take_toml_string(rest_, result);
    if (!problem.empty()) refuse("{}", problem);
    return result;
  }

  std::string key() {
    if (rest_.starts_with('[')) refuse("a table; options are written as key = value, without tables");
    if (at_quote()) return quoted();
    std::size_t length = 0;
    while (length < rest_.size() && is_bare(rest_[length])) ++length;
    if (length == 0) refuse("'{}' is no key; write key = value", next_word());
    std::string name(rest_.substr(0, length));
    rest_.remove_prefix(length);
    skip_blanks();
    if (rest_.starts_with('.')) refuse("{}: a dotted key; options have no parts", name);
    return name;
  }

  /// A text, number or boolean; returns what it is.
  TomlEntry::Kind scalar(const std::string& key, std::string& result) {
    if (at_quote()) {
      result = quoted();
      return TomlEntry::Kind::text;
    }
    const std::string_view token = rest_.substr(0, std::min(rest_.find_first_of(" \t\r\n,]#"), rest_.size()));
    rest_.remove_prefix(token.size());
    if (token.empty()) refuse("{}: the value is missing", printable(key));
    if (token == "true" || token == "false") {
      result = token;
      return TomlEntry::Kind::boolean;
    }
    result = number_text(token);
    if (result.empty())
      refuse("{}: '{}' is neither a number nor true or false; put a text in quotes", printable(key),
             printable(token.substr(0, 40)));
    return TomlEntry::Kind::number;
  }

  void value(TomlEntry& entry) {
    if (!rest_.starts_with('[')) {
      entry.values.resize(1);
      entry.kind = scalar(entry.key, entry.values[0]);
      return;
    }
    entry.kind = TomlEntry::Kind::list;
    rest_.remove_prefix(1);
    while (skip_lines(), !rest_.starts_with(']')) {
      if (rest_.empty()) refuse("{}: the list has no ']'", printable(entry.key));
      if (rest_.starts_with('[')) refuse("{}: a list in a list", printable(entry.key));
      entry.values.emplace_back();
      if (scalar(entry.key, entry.values.back()) == TomlEntry::Kind::boolean)
        refuse("{}: write texts or numbers in a list", printable(entry.key));
      skip_lines();
      if (rest_.starts_with(','))
        rest_.remove_prefix(1);
      else if (!rest_.starts_with(']'))
        refuse("{}: ',' or ']' is missing in the list", printable(entry.key));
    }
    rest_.remove_prefix(1);
  }

  std::string_view rest_;
  std::string shown_;
  std::size_t line_ = 1;
};

}  // namespace

std::vector<TomlEntry> read_toml(std::string_view text, std::string_view file) { return Reader(text, file).entries(); }

namespace {

void append_utf8(std::string& text, unsigned code) {
  const auto byte = [&text](unsigned value) { text += static_cast<char>(value); };
  if (code < 0x80) {
    byte(code);
  } else if (code < 0x800) {
    byte(0xC0 | code >> 6);
    byte(0x80 | (code & 0x3F));
  } else if (code < 0x10000) {
    byte(0xE0 | code >> 12);
    byte(0x80 | (code >> 6 & 0x3F));
    byte(0x80 | (code & 0x3F));
  } else {
    byte(0xF0 | code >> 18);
    byte(0x80 | (code >> 12 & 0x3F));
    byte(0x80 | (code >> 6 & 0x3F));
    byte(0x80 | (code & 0x3F));
  }
}

/// What follows a backslash; returns whether TOML knows it.
bool take_escape(std::string_view& rest, std::string& result) {
  if (rest.empty()) return false;
  const char letter = rest[0];
  rest.remove_prefix(1);
  constexpr std::string_view letters = "btnfr\"\\", meanings = "\b\t\n\f\r\"\\";
  if (const std::size_t at = letters.find(letter); at != letters.npos) {
    result += meanings[at];
    return true;
  }
  const std::size_t digits = letter == 'u' ? 4 : letter == 'U' ? 8 : 0;
  if (digits == 0 || rest.size() < digits) return false;
  unsigned code = 0;
  const auto [end, status] = std::from_chars(rest.data(), rest.data() + digits, code, 16);
  if (status != std::errc{} || end != rest.data() + digits) return false;
  if (code > 0x10FFFF || (code >= 0xD800 && code < 0xE000)) return false;
  append_utf8(result, code);
  rest.remove_prefix(digits);
  return true;
}

}  // namespace

std::string take_toml_string(std::string_view& rest, std::string& result) {
  const char quote = rest[0];
  if (rest.starts_with("\"\"\"") || rest.starts_with("'''")) return "a text over several lines; write it in one";
  rest.remove_prefix(1);
  while (!rest.empty() && rest[0] != quote && rest[0] != '\n') {
    const char c = rest[0];
    rest.remove_prefix(1);
    if (c == '\\' && quote == '"') {
      if (!take_escape(rest, result)) return "an escape that TOML does not know; write \\\\ for a backslash";
    } else if ((static_cast<unsigned char>(c) < 0x20 && c != '\t') || c == 0x7F) {
      return fmt::format("the control character {} in a text; write it as an escape", printable({&c, 1}));
    } else {
      result += c;
    }
  }
  if (rest.empty() || rest[0] != quote) return "a text without its closing quote";
  rest.remove_prefix(1);
  return is_utf8(result) ? "" : "a text that is not UTF-8";
}

std::string toml_string(std::string_view text) {
  std::string escaped;
  for (const char c : text) {
    const auto code = static_cast<unsigned char>(c);
    if (code < 0x20 || code == 0x7F) {
      escaped += fmt::format("\\u{:04x}", code);
      continue;
    }
    if (c == '"' || c == '\\') escaped += '\\';
    escaped += c;
  }
  return '"' + escaped + '"';
}

}  // namespace replicas
