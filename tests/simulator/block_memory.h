#pragma once

#include <cstdint>
#include <vector>

#include "simulator/touched_word.h"

namespace replicas::simulator {

/// The shared memory of one block. Every access is checked: in bounds, aligned, of something written, and apart by a
/// barrier from what other threads do with the same word. Throws Fault.
class BlockMemory {
 public:
  explicit BlockMemory(std::size_t bytes) : data_(bytes), words_((bytes + 3) / 4) {}

  const unsigned char* reads(std::uint32_t address, std::size_t bytes, std::uint32_t thread);
  unsigned char* writes(std::uint32_t address, std::size_t bytes, std::uint32_t thread);
  void barrier() { ++interval_; }

 private:
  void check(std::uint32_t address, std::size_t bytes, const char* what) const;

  std::vector<unsigned char> data_;
  std::vector<TouchedWord> words_;
  std::uint32_t interval_ = 1;  ///< between two barriers
};

}  // namespace replicas::simulator
