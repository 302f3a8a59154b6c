#pragma once

#include <cstdint>
#include <ostream>
#include <span>
#include <vector>

#include "simulator/module.h"

namespace replicas::simulator {

/// How often one instruction was issued, by how many threads in all, and what its memory access took: the turns of
/// shared memory, or the sectors of 32 bytes of the device's memory.
struct Count {
  std::uint64_t issued = 0, threads = 0, transactions = 0;
};

/// Addresses that the threads of a mask access at once, `bytes` each: turns that the 32 banks of shared memory need.
/// Of 8 bytes, half of the threads at a time; of 16 a quarter, or a half when threads whose numbers differ in bit 0
/// alone, or in bit 1 alone, want the same (compute capability 7.0 and later).
int bank_turns(std::span<const std::uint64_t, warp_size> addresses, Mask mask, std::size_t bytes);
/// Sectors of 32 bytes that they touch.
int sectors(std::span<const std::uint64_t, warp_size> addresses, Mask mask, std::size_t bytes);

/// One line for each instruction that was issued: kernel, line of its text, counts, the text.
void write_counts(std::ostream& out, const Module& module, const Kernel& kernel, const std::vector<Count>& counts);

}  // namespace replicas::simulator
