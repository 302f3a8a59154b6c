#include "simulator/touched_word.h"

#include <spdlog/fmt/fmt.h>

#include "simulator/module.h"

namespace replicas::simulator {

namespace {

constexpr std::uint32_t several = 0xFFFFFFFF;

[[noreturn]] void race(const char* does, const Touch& touch, std::uint32_t other, const char* other_does) {
  const std::string name =
      other == several ? fmt::format("other {}s", touch.kind) : fmt::format("{} {}", touch.kind, other);
  throw Fault(fmt::format("race: {} what {} {}, byte {}", does, name, other_does, touch.byte));
}

}  // namespace

void TouchedWord::read(const Touch& touch) {
  if (write_time == 0) throw Fault(fmt::format("read of memory never written, byte {}", touch.byte));
  if (write_time == touch.time && writer != touch.who) race("reads", touch, writer, "writes");
  reader = read_time == touch.time && reader != touch.who ? several : touch.who;
  read_time = touch.time;
}

void TouchedWord::write(const Touch& touch) {
  if (write_time == touch.time && writer != touch.who) race("writes", touch, writer, "writes");
  if (read_time == touch.time && reader != touch.who) race("writes", touch, reader, "reads");
  write_part(touch);
}

void TouchedWord::write_part(const Touch& touch) {
  write_time = touch.time;
  writer = touch.who;
}

}  // namespace replicas::simulator
