#include "simulator/block_memory.h"

#include <spdlog/fmt/fmt.h>

#include "simulator/module.h"

namespace replicas::simulator {

void BlockMemory::check(std::uint32_t address, std::size_t bytes, const char* what) const {
  if (address + bytes > data_.size())
    throw Fault(fmt::format("{} of {} bytes at {} of {} bytes of shared memory", what, bytes, address, data_.size()));
  if (address % bytes != 0)
    throw Fault(fmt::format("{} of {} bytes of shared memory at {}, which is no multiple", what, bytes, address));
}

const unsigned char* BlockMemory::reads(std::uint32_t address, std::size_t bytes, std::uint32_t thread) {
  check(address, bytes, "read");
  for (std::size_t word = address / 4; word * 4 < address + bytes; ++word)
    words_[word].read({interval_, thread, "thread", word * 4});
  return data_.data() + address;
}

unsigned char* BlockMemory::writes(std::uint32_t address, std::size_t bytes, std::uint32_t thread) {
  check(address, bytes, "write");
  for (std::size_t word = address / 4; word * 4 < address + bytes; ++word)
    words_[word].write({interval_, thread, "thread", word * 4});
  return data_.data() + address;
}

}  // namespace replicas::simulator
