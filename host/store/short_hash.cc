#include "store/short_hash.h"

#include <spdlog/fmt/fmt.h>

namespace replicas {

std::uint64_t fnv1a(std::string_view text) {
  std::uint64_t hash = 0xcbf29ce484222325;
  for (const char character : text) hash = (hash ^ static_cast<unsigned char>(character)) * 0x100000001b3;
  return hash;
}

std::string short_hash(std::string_view text) { return fmt::format("{:016x}", fnv1a(text)).substr(0, 10); }

}  // namespace replicas
