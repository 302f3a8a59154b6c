#include "simulator/block_memory.h"

#include <spdlog/fmt/fmt.h>

#include "simulator/module.h"

namespace replicas::simulator {

namespace {

constexpr std::uint32_t several = 0xFFFFFFFF;

std::string name(std::uint32_t thread) {
  return thread == several ? std::string("other threads") : fmt::format("thread {}", thread);
}

}  // namespace

void BlockMemory::check(std::uint32_t address, std::size_t bytes, const char* what) const {
  if (address + bytes > data_.size())
    throw Fault(fmt::format("{} of {} bytes at {} of {} bytes of shared memory", what, bytes, address, data_.size()));
  if (address % bytes != 0)
    throw Fault(fmt::format("{} of {} bytes of shared memory at {}, which is no multiple", what, bytes, address));
}

const unsigned char* BlockMemory::reads(std::uint32_t address, std::size_t bytes, std::uint32_t thread) {
  check(address, bytes, "read");
  for (std::size_t word = address / 4; word * 4 < address + bytes; ++word) {
    Word& w = words_[word];
    if (w.write_interval == 0) throw Fault(fmt::format("read of shared memory never written, byte {}", word * 4));
    if (w.write_interval == interval_ && w.writer != thread)
      throw Fault(fmt::format("race: reads what {} writes, byte {} of shared memory", name(w.writer), word * 4));
    w.reader = w.read_interval == interval_ && w.reader != thread ? several : thread;
    w.read_interval = interval_;
  }
  return data_.data() + address;
}

unsigned char* BlockMemory::writes(std::uint32_t address, std::size_t bytes, std::uint32_t thread) {
  check(address, bytes, "write");
  for (std::size_t word = address / 4; word * 4 < address + bytes; ++word) {
    Word& w = words_[word];
    if (w.write_interval == interval_ && w.writer != thread)
      throw Fault(fmt::format("race: writes what {} writes, byte {} of shared memory", name(w.writer), word * 4));
    if (w.read_interval == interval_ && w.reader != thread)
      throw Fault(fmt::format("race: writes what {} reads, byte {} of shared memory", name(w.reader), word * 4));
    w.writer = thread;
    w.write_interval = interval_;
  }
  return data_.data() + address;
}

}  // namespace replicas::simulator
