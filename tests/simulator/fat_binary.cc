#include "simulator/fat_binary.h"

#include <cstdint>

#include "simulator/module.h"

namespace replicas::simulator {

namespace {

// As nvcc 12 and 13 write them; found by looking at what they write.
struct Wrapper {
  std::uint32_t magic, version;
  const unsigned char* content;
  const void* unused;
};
struct Header {
  std::uint32_t magic;
  std::uint16_t version, header_bytes;
  std::uint64_t bytes;
};
struct Entry {
  std::uint16_t kind, unknown;
  std::uint32_t header_bytes;
  std::uint64_t bytes;
  std::uint32_t more[3], architecture, others[2];
  std::uint64_t flags;
};
static_assert(sizeof(Entry) == 48);
constexpr std::uint32_t wrapper_magic = 0x466243B1, header_magic = 0xBA55ED50;
constexpr std::uint16_t ptx_kind = 1;
constexpr std::uint64_t compressed = 0xF000;

}  // namespace

std::string ptx_of(const void* wrapper) {
  const auto* const outer = static_cast<const Wrapper*>(wrapper);
  const auto* const header = reinterpret_cast<const Header*>(outer->content);
  if (outer->magic != wrapper_magic || header->magic != header_magic) throw Fault("not code for a GPU");
  const unsigned char* next = outer->content + header->header_bytes;
  std::string newest;
  std::uint32_t architecture = 0;
  for (const unsigned char* const end = next + header->bytes; next < end;) {
    const auto* const entry = reinterpret_cast<const Entry*>(next);
    const auto* const text = reinterpret_cast<const char*>(next + entry->header_bytes);
    if (entry->kind == ptx_kind && entry->architecture >= architecture) {
      if ((entry->flags & compressed) != 0) throw Fault("compressed PTX");
      architecture = entry->architecture;
      newest.assign(text, entry->bytes);
    }
    next += entry->header_bytes + entry->bytes;
  }
  if (newest.empty()) throw Fault("no PTX in the code for a GPU");
  return newest.substr(0, newest.find('\0'));
}

}  // namespace replicas::simulator
