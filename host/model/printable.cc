#include "model/printable.h"

#include <spdlog/fmt/fmt.h>

#include <cstddef>

namespace replicas {

namespace {

unsigned char byte_at(std::string_view text, std::size_t i) { return static_cast<unsigned char>(text[i]); }

/// Length of the well-formed UTF-8 sequence that `text` starts with, 0 when there is none.
std::size_t sequence_length(std::string_view text) {
  const unsigned char first = byte_at(text, 0);
  const std::size_t length = first < 0x80 ? 1 : first < 0xC2 ? 0 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4;
  if (length == 0 || first > 0xF4 || text.size() < length) return 0;
  for (std::size_t i = 1; i < length; ++i)
    if ((byte_at(text, i) & 0xC0) != 0x80) return 0;
  if (first == 0xE0 && byte_at(text, 1) < 0xA0) return 0;   // longer than it need be
  if (first == 0xED && byte_at(text, 1) >= 0xA0) return 0;  // half of a UTF-16 pair
  if (first == 0xF0 && byte_at(text, 1) < 0x90) return 0;
  if (first == 0xF4 && byte_at(text, 1) >= 0x90) return 0;  // above U+10FFFF
  return length;
}

bool is_control(std::string_view character) {
  const unsigned char first = byte_at(character, 0);
  return first < 0x20 || first == 0x7F || (first == 0xC2 && byte_at(character, 1) < 0xA0);
}

}  // namespace

std::string printable(std::string_view text) {
  std::string shown;
  while (!text.empty()) {
    const std::size_t length = sequence_length(text);
    if (length > 0 && !is_control(text.substr(0, length)))
      shown += text.substr(0, length);
    else
      for (std::size_t i = 0; i < (length > 0 ? length : 1); ++i) shown += fmt::format("\\x{:02x}", byte_at(text, i));
    text.remove_prefix(length > 0 ? length : 1);
  }
  return shown;
}

bool is_utf8(std::string_view text) {
  while (!text.empty()) {
    const std::size_t length = sequence_length(text);
    if (length == 0) return false;
    text.remove_prefix(length);
  }
  return true;
}

}  // namespace replicas
