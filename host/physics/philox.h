#pragma once

#include <array>
#include <cstdint>

#include "physics/host_device.h"

namespace replicas {

using Words = std::array<std::uint32_t, 4>;

/// Philox4x32-10 (Salmon et al. 2011; the table of known answers is Random123's): 128 counter bits and 64 key bits to
/// 128 random bits. Word 0 of the counter is the least significant.
HOST_DEVICE Words philox4x32_10(Words counter, std::uint64_t key) {
  std::uint32_t key0 = static_cast<std::uint32_t>(key);
  std::uint32_t key1 = static_cast<std::uint32_t>(key >> 32);
  for (int round = 0; round < 10; ++round) {
    const std::uint64_t product0 = std::uint64_t{0xD2511F53u} * counter[0];
    const std::uint64_t product1 = std::uint64_t{0xCD9E8D57u} * counter[2];
    counter = {static_cast<std::uint32_t>(product1 >> 32) ^ counter[1] ^ key0, static_cast<std::uint32_t>(product1),
               static_cast<std::uint32_t>(product0 >> 32) ^ counter[3] ^ key1, static_cast<std::uint32_t>(product0)};
    key0 += 0x9E3779B9u;
    key1 += 0xBB67AE85u;
  }
  return counter;
}

}  // namespace replicas
