#pragma once

#include <cstddef>
#include <cstring>
#include <string_view>
#include <vector>

namespace replicas {

/// What a file of this text would hold.
inline std::vector<std::byte> bytes_of(std::string_view text) {
  std::vector<std::byte> bytes(text.size());
  if (!text.empty()) std::memcpy(bytes.data(), text.data(), text.size());
  return bytes;
}

}  // namespace replicas
