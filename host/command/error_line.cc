#include "command/error_line.h"

#include "model/printable.h"

namespace replicas {

namespace {

constexpr std::size_t longest = 200;
constexpr std::string_view gap = " ... ";

/// The nearest place at or before `at` where no UTF-8 character is cut.
std::size_t between_characters(std::string_view text, std::size_t at) {
  while (at > 0 && at < text.size() && (static_cast<unsigned char>(text[at]) & 0xC0) == 0x80) --at;
  return at;
}

}  // namespace

std::string error_line(std::string_view message) {
  std::string line = "replicas: " + printable(message);
  if (line.size() <= longest) return line;
  const std::size_t head = between_characters(line, longest / 2);
  std::size_t tail = line.size() - (longest - head - gap.size());
  while (tail < line.size() && (static_cast<unsigned char>(line[tail]) & 0xC0) == 0x80) ++tail;
  return line.substr(0, head) + std::string(gap) + line.substr(tail);
}

}  // namespace replicas
