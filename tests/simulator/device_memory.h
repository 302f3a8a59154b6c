#pragma once

#include <cstddef>
#include <cstdint>
#include <map>

#include "simulator/touched_word.h"

namespace replicas::simulator {

/// The memory of the device. Its addresses mean nothing to the processor, which dies when it follows one. Every access
/// of a kernel is checked: in bounds, aligned, of something written, of no word that another block of the same launch
/// writes. Throws Fault.
class DeviceMemory {
 public:
  explicit DeviceMemory(std::size_t bytes);
  ~DeviceMemory();
  DeviceMemory(const DeviceMemory&) = delete;
  DeviceMemory& operator=(const DeviceMemory&) = delete;

  std::size_t free() const { return size_ - taken_; }
  bool contains(std::uint64_t address) const { return address >= first_ && address < first_ + span; }

  std::uint64_t allocate(std::size_t bytes);  ///< multiple of 256; 0 when there is no room
  bool release(std::uint64_t address);

  /// What the processor reads or writes there, by a copy.
  const unsigned char* reads(std::uint64_t address, std::size_t bytes);
  unsigned char* writes(std::uint64_t address, std::size_t bytes);

  /// What a thread of `block` reads or writes, 16 bytes at most.
  const unsigned char* reads(std::uint64_t address, std::size_t bytes, std::uint32_t block);
  unsigned char* writes(std::uint64_t address, std::size_t bytes, std::uint32_t block);
  /// A kernel, copy or product begins: what was touched before is no hazard to it.
  void begin_work() { ++work_; }

 private:
  static constexpr std::size_t span = std::size_t{1} << 42;

  struct Area {
    std::uint64_t first = 0;
    std::size_t bytes = 0;
    unsigned char* data = nullptr;
    TouchedWord* words = nullptr;
  };

  Area& area(std::uint64_t address, std::size_t bytes, const char* what);

  std::size_t size_, taken_ = 0;
  std::uint64_t first_ = 0, next_ = 0;
  std::uint32_t work_ = 0;
  std::map<std::uint64_t, Area> areas_;
  Area* last_ = nullptr;  ///< touched: mostly the next one, too
};

}  // namespace replicas::simulator
