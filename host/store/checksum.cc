#include "store/checksum.h"

#include <string_view>

#include "store/short_hash.h"

namespace replicas {

// In a file of its own: the durability tests link a program whose checksums are all the same.
std::uint64_t checksum(std::span<const std::byte> bytes) {
  return fnv1a(std::string_view(reinterpret_cast<const char*>(bytes.data()), bytes.size()));
}

}  // namespace replicas
