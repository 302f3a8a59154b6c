#include "simulator/device_memory.h"

#include <spdlog/fmt/fmt.h>
#include <sys/mman.h>

#include <new>

#include "simulator/module.h"

namespace replicas::simulator {

namespace {

constexpr std::size_t alignment = 256, gap = 4096;

std::size_t align_up(std::size_t bytes) { return (bytes + alignment - 1) / alignment * alignment; }

/// Zeros that cost nothing until they are touched.
void* lazy_zeros(std::size_t bytes) {
  void* const memory = mmap(nullptr, bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
  if (memory == MAP_FAILED) throw std::bad_alloc();
  return memory;
}

}  // namespace

DeviceMemory::DeviceMemory(std::size_t bytes) : size_(bytes) {
  void* const addresses = mmap(nullptr, span, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
  if (addresses == MAP_FAILED) throw std::bad_alloc();
  first_ = next_ = reinterpret_cast<std::uint64_t>(addresses);
}

DeviceMemory::~DeviceMemory() {
  while (!areas_.empty()) release(areas_.begin()->first);
  munmap(reinterpret_cast<void*>(first_), span);
}

std::uint64_t DeviceMemory::allocate(std::size_t bytes) {
  const std::size_t room = align_up(bytes);
  if (bytes == 0 || room > free() || next_ + room + gap > first_ + span) return 0;
  Area area{.first = next_, .bytes = bytes};
  area.data = static_cast<unsigned char*>(lazy_zeros(room));
  area.words = static_cast<TouchedWord*>(lazy_zeros(room / 4 * sizeof(TouchedWord)));
  areas_[next_] = area;
  taken_ += room;
  next_ += room + gap;
  return area.first;
}

bool DeviceMemory::release(std::uint64_t address) {
  const auto found = areas_.find(address);
  if (found == areas_.end()) return false;
  const std::size_t room = align_up(found->second.bytes);
  munmap(found->second.data, room);
  munmap(found->second.words, room / 4 * sizeof(TouchedWord));
  taken_ -= room;
  areas_.erase(found);
  last_ = nullptr;
  return true;
}

DeviceMemory::Area& DeviceMemory::area(std::uint64_t address, std::size_t bytes, const char* what) {
  if (last_ == nullptr || address < last_->first || address + bytes > last_->first + last_->bytes) {
    auto found = areas_.upper_bound(address);
    if (found == areas_.begin()) throw Fault(fmt::format("{} outside of the device's memory", what));
    --found;
    Area& candidate = found->second;
    if (address + bytes > candidate.first + candidate.bytes)
      throw Fault(fmt::format("{} of {} bytes, {} bytes behind the start of an area of {}", what, bytes,
                              address - candidate.first, candidate.bytes));
    last_ = &candidate;
  }
  return *last_;
}

const unsigned char* DeviceMemory::reads(std::uint64_t address, std::size_t bytes) {
  Area& a = area(address, bytes, "copy");
  const std::size_t place = address - a.first;
  for (std::size_t word = place / 4; word * 4 < place + bytes; ++word)
    if (a.words[word].write_time == 0) throw Fault(fmt::format("copy of memory never written, byte {}", word * 4));
  return a.data + place;
}

unsigned char* DeviceMemory::writes(std::uint64_t address, std::size_t bytes) {
  Area& a = area(address, bytes, "copy");
  const std::size_t place = address - a.first;
  for (std::size_t word = place / 4; word * 4 < place + bytes; ++word) a.words[word] = {work_, 0, 0, 0};
  return a.data + place;
}

const unsigned char* DeviceMemory::reads(std::uint64_t address, std::size_t bytes, std::uint32_t block) {
  Area& a = area(address, bytes, "read");
  if (address % bytes != 0) throw Fault(fmt::format("read of {} bytes at an address that is no multiple", bytes));
  const std::size_t place = address - a.first;
  for (std::size_t word = place / 4; word * 4 < place + bytes; ++word)
    a.words[word].read({work_, block, "block", word * 4});
  return a.data + place;
}

unsigned char* DeviceMemory::writes(std::uint64_t address, std::size_t bytes, std::uint32_t block) {
  Area& a = area(address, bytes, "write");
  if (address % bytes != 0) throw Fault(fmt::format("write of {} bytes at an address that is no multiple", bytes));
  const std::size_t place = address - a.first;
  for (std::size_t word = place / 4; word * 4 < place + bytes; ++word) {
    const Touch touch{work_, block, "block", word * 4};
    if (bytes < 4)
      a.words[word].write_part(touch);
    else
      a.words[word].write(touch);
  }
  return a.data + place;
}

}  // namespace replicas::simulator
