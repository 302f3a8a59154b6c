#include "simulator/launch.h"

#include <spdlog/fmt/fmt.h>

#include <memory>

#include "simulator/warp.h"

namespace replicas::simulator {

namespace {

/// Until all warps have ended: every warp up to its next barrier, then all of them past it.
void run_block(const std::vector<std::unique_ptr<Warp>>& warps, BlockMemory& shared, const Warp*& running) {
  for (;;) {
    bool waits = false, ended = false;
    for (const auto& warp : warps) {
      running = warp.get();
      warp->run();
      (warp->ended() ? ended : waits) = true;
    }
    if (!waits) return;
    if (ended) throw Fault("a barrier that warps of the block never reach: they have ended");
    shared.barrier();
    for (const auto& warp : warps) {
      running = warp.get();
      warp->pass_barrier();
    }
  }
}

}  // namespace

void run(const Module& module, const Kernel& kernel, const Grid& grid, const std::vector<unsigned char>& arguments,
         DeviceMemory& memory, Turns turns, std::vector<Count>* counts) {
  memory.begin_work();
  std::vector<std::unique_ptr<Warp>> warps;
  for (std::uint32_t first = 0; first < grid.threads; first += warp_size) {
    const auto place = turns == Turns::forwards ? warps.end() : warps.begin();
    Warp& warp = **warps.insert(place, std::make_unique<Warp>(kernel, first, grid.threads - first));
    warp.set("%ntid.x", grid.threads);
    for (std::size_t i = 0; i < 3; ++i) warp.set(fmt::format("%nctaid.{}", "xyz"[i]), grid.blocks[i]);
  }
  std::array<std::uint32_t, 3> at{};
  std::uint32_t number = 0;
  for (at[2] = 0; at[2] < grid.blocks[2]; ++at[2])
    for (at[1] = 0; at[1] < grid.blocks[1]; ++at[1])
      for (at[0] = 0; at[0] < grid.blocks[0]; ++at[0]) {
        BlockMemory shared(kernel.shared_bytes + grid.shared_bytes);
        const Block block{arguments, memory, shared, number++, counts};
        for (const auto& warp : warps) {
          warp->begin(block);
          warp->set("%ctaid.x", at[0]);
          warp->set("%ctaid.y", at[1]);
          warp->set("%ctaid.z", at[2]);
        }
        const Warp* running = nullptr;
        try {
          run_block(warps, shared, running);
        } catch (const Fault& fault) {
          throw Fault(fmt::format("{}\n  in block ({}, {}, {}), thread {}, of {}\n  PTX line {}: {}", fault.what(),
                                  at[0], at[1], at[2], running->last_thread(), kernel.name, running->line(),
                                  module.lines.at(running->line() - 1)));
        }
      }
}

}  // namespace replicas::simulator
