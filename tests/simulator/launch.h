#pragma once

#include "simulator/counts.h"
#include "simulator/device_memory.h"
#include "simulator/module.h"

namespace replicas::simulator {

/// How a kernel is started.
struct Grid {
  std::array<std::uint32_t, 3> blocks{1, 1, 1};
  std::uint32_t threads = 1;
  std::size_t shared_bytes = 0;  ///< beside those of the kernel
};

/// In which order the warps of a block get their turn between two barriers. No result may depend on it.
enum class Turns : std::uint8_t { forwards, backwards };

/// Runs every block of the grid, one after the other. `arguments` lie as the kernel's parameters do. Throws Fault, with
/// the kernel, the block, the thread and the line of its code. `counts`: of every instruction of the kernel, added to.
void run(const Module& module, const Kernel& kernel, const Grid& grid, const std::vector<unsigned char>& arguments,
         DeviceMemory& memory, Turns turns = Turns::forwards, std::vector<Count>* counts = nullptr);

}  // namespace replicas::simulator
