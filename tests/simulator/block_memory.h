#pragma once

#include <cstdint>
#include <vector>

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
  struct Word {  ///< who touched four bytes last, and between which barriers; 0: nobody
    std::uint32_t write_interval = 0, writer = 0, read_interval = 0, reader = 0;
  };

  void check(std::uint32_t address, std::size_t bytes, const char* what) const;

  std::vector<unsigned char> data_;
  std::vector<Word> words_;
  std::uint32_t interval_ = 1;
};

}  // namespace replicas::simulator
