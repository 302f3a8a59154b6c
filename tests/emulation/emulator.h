#pragma once

#include <cstddef>
#include <functional>
#include <set>
#include <source_location>
#include <string>

// Runs CUDA kernels on the CPU, compiled by g++: every thread of a block is a fiber (Boost.Context) that runs until it
// waits. One block after the other, one OS thread. What it cannot see is listed in ARCHITECTURE.md.

namespace replicas::emulation {

/// In which order the threads of a block get their turn. A wrong barrier shows in some orders only.
enum class Schedule {
  round_robin,  ///< one thread after the other, whatever its warp
  first_warp,   ///< the first warp runs as far as it can, then the next
  last_warp,    ///< the last warp first
  middle_warp,  ///< outwards from the middle
  backwards,    ///< threads of a warp from the last to the first, last warp first
};
inline constexpr Schedule schedules[] = {Schedule::round_robin, Schedule::first_warp, Schedule::last_warp,
                                         Schedule::middle_warp, Schedule::backwards};

/// How the next kernels run.
struct Settings {
  Schedule schedule = Schedule::round_robin;
  std::string removed_barrier;  ///< "file:line" of a barrier that does nothing; empty: none
};
Settings& settings();

/// "file:line" of every block barrier reached since the program began.
std::set<std::string>& barriers_seen();

/// Runs body once per thread of one block, with `shared` bytes poisoned with NaN and guarded at their end (by ASan).
/// `meets`: whether the threads wait for each other. Throws std::runtime_error on deadlock.
void run_block(int threads, int block_x, int block_y, std::size_t shared, bool meets, const std::function<void()>& body,
               int block_z = 0);

// What the running thread asks for.
struct Place {
  int thread, threads, block_x, block_y, block_z;
  unsigned char* shared;
};
const Place& here();
void meet_block(const std::source_location& place);
/// All lanes of the warp leave 8 bytes; each gets those of lane ^ mask.
void exchange(void* value, std::size_t bytes, int mask);

}  // namespace replicas::emulation
