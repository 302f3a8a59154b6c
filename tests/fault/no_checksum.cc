#include "store/checksum.h"

namespace replicas {

// Takes the place of store/checksum.cc in replicas_without_checksums.
std::uint64_t checksum(std::span<const std::byte>) { return 0; }

}  // namespace replicas
