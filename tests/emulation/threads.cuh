#pragma once

#include <array>
#include <cmath>
#include <cstdint>
#include <source_location>

#include "device.h"
#include "emulation/emulator.h"
#include "physics/philox.h"

// Takes the place of cuda/threads.cuh when g++ compiles the kernels: the same words, said with fibers.
#define __global__
#define __device__
#define __launch_bounds__(...)
#define __forceinline__ inline

namespace replicas::gpu {

inline int thread_index() { return emulation::here().thread; }
inline int block_threads() { return emulation::here().threads; }
inline int block_x() { return emulation::here().block_x; }
inline int block_y() { return emulation::here().block_y; }
inline int block_z() { return emulation::here().block_z; }

inline void block_barrier(const std::source_location& place = std::source_location::current()) {
  emulation::meet_block(place);
}

template <class T>
T shuffle_xor(T value, int mask) {
  static_assert(sizeof(T) <= 8);
  emulation::exchange(&value, sizeof(T), mask);
  return value;
}

template <class T>
T* shared_memory() {
  return reinterpret_cast<T*>(emulation::here().shared);
}

template <class T>
const T* device_memory(const T* pointer) {
  return pointer;
}

inline Words random_words(const Words& counter, std::uint64_t key) { return philox4x32_10(counter, key); }

struct Launch {
  std::size_t blocks_x = 1, blocks_y = 1;
  int threads = 256;
  std::size_t shared_bytes = 0;
  bool barriers = false;
  std::size_t blocks_z = 1;
  bool crowded = false;
};

template <class... Parameters, class... Arguments>
void launch(Stream&, const Launch& shape, void (*kernel)(Parameters...), Arguments... arguments) {
  for (std::size_t z = 0; z < shape.blocks_z; ++z)
    for (std::size_t y = 0; y < shape.blocks_y; ++y)
      for (std::size_t x = 0; x < shape.blocks_x; ++x)
        emulation::run_block(
            shape.threads, static_cast<int>(x), static_cast<int>(y), shape.shared_bytes, shape.barriers,
            [&] { kernel(static_cast<Parameters>(arguments)...); }, static_cast<int>(z));
}

}  // namespace replicas::gpu
