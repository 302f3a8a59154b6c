#include "store/toml_string.h"

#include <spdlog/fmt/fmt.h>

#include <charconv>

#include "model/printable.h"

namespace replicas {

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
