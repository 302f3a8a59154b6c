#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

namespace replicas {

/// XXH3 with 64 bits (xxHash 0.8 and newer keep it as it is): the same on every machine. Damage of any kind goes unseen
/// with probability 2^-64; it is no protection from somebody who means to deceive.
std::uint64_t checksum(std::span<const std::byte> bytes);

}  // namespace replicas
