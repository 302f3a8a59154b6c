#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

namespace replicas {

/// 64-bit FNV-1a of the bytes. Each byte enters by an xor and a multiplication with an odd number, both of which can be
/// undone, so two texts of one length that differ in a single byte never agree.
std::uint64_t checksum(std::span<const std::byte> bytes);

}  // namespace replicas
