#include "store/checksum.h"

// XXH_INLINE_ALL, which CMakeLists.txt defines, asks for xxHash without its library.
#include <xxhash.h>

namespace replicas {

// In a file of its own: the durability tests link a program whose checksums are all the same.
std::uint64_t checksum(std::span<const std::byte> bytes) { return XXH3_64bits(bytes.data(), bytes.size()); }

}  // namespace replicas
