#pragma once

#include <cstddef>
#include <cstdint>

namespace replicas::simulator {

/// Who touches which byte: a thread of a block, or a block of a grid. Accesses at different times do not race: a time
/// ends at a barrier, or with a launch, and is never 0.
struct Touch {
  std::uint32_t time, who;
  const char* kind;  ///< "thread" or "block"
  std::size_t byte;  ///< for messages
};

/// Four bytes of memory, and who read and who wrote them last; all zero: nobody.
struct TouchedWord {
  std::uint32_t write_time, writer, read_time, reader;

  /// Throws Fault when nobody has written it, or somebody else does at the same time.
  void read(const Touch& touch);
  /// Throws Fault when somebody else reads or writes it at the same time.
  void write(const Touch& touch);
  /// Of a part of it, which races with nothing.
  void write_part(const Touch& touch);
};

}  // namespace replicas::simulator
