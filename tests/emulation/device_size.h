#pragma once

#include <cstddef>

namespace replicas::emulation {

/// How large the emulated device claims to be: the memory of an H200.
struct DeviceSize {
  std::size_t memory_bytes = std::size_t{140} << 30;
  std::size_t shared_bytes = 232448;
  int multiprocessors = 1;
};
inline DeviceSize& device_size() {
  static DeviceSize size;
  return size;
}

}  // namespace replicas::emulation
