#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

#include "command/error_line.h"
#include "model/error.h"

/// What libFuzzer calls with one input; each target defines it once. 0 when all is well; a broken promise traps.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

namespace replicas::fuzz {

inline void promise(bool holds) {
  if (!holds) __builtin_trap();
}

inline std::span<const std::byte> bytes(const std::uint8_t* data, std::size_t size) {
  return {reinterpret_cast<const std::byte*>(data), size};
}

inline std::string_view text(const std::uint8_t* data, std::size_t size) {
  return {reinterpret_cast<const char*>(data), size};
}

/// A refusal is of the right kind and is shown as one short line of printable text.
inline void check_refusal(const Error& error, ErrorKind kind) {
  promise(error.kind() == kind);
  const std::string line = error_line(error.what());
  promise(line.size() <= 200);
  for (const char c : line) promise(static_cast<unsigned char>(c) >= 0x20 && c != 0x7F);
}

}  // namespace replicas::fuzz
