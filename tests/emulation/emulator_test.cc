// The emulator itself: that it meets, shuffles, poisons, and reports what never ends.
#include <gtest/gtest.h>

#include <cmath>
#include <numeric>
#include <vector>

#include "block_sum.cuh"
#include "noise_quad.cuh"

namespace replicas {
namespace {

using emulation::Schedule;

void in_block(int threads, const std::function<void()>& body, std::size_t shared = 1024) {
  emulation::run_block(threads, 0, 0, shared, true, body);
}

TEST(Emulator, ThreadsSeeWhatOthersWroteBeforeABarrier) {
  for (const Schedule schedule : emulation::schedules) {
    emulation::settings().schedule = schedule;
    std::vector<int> seen(96, -1);
    in_block(96, [&] {
      int* const shared = gpu::shared_memory<int>();
      shared[gpu::thread_index()] = gpu::thread_index();
      gpu::block_barrier();
      seen[static_cast<std::size_t>(gpu::thread_index())] = shared[95 - gpu::thread_index()];
    });
    for (int i = 0; i < 96; ++i) EXPECT_EQ(seen[static_cast<std::size_t>(i)], 95 - i);
  }
  emulation::settings() = {};
}

TEST(Emulator, SharedMemoryBeginsAsNaN) {
  in_block(32, [] {
    EXPECT_TRUE(std::isnan(gpu::shared_memory<float>()[gpu::thread_index()]));
    EXPECT_TRUE(std::isnan(gpu::shared_memory<double>()[gpu::thread_index()]));
  });
}

TEST(Emulator, ABarrierThatSomeNeverReachIsADeadlock) {
  EXPECT_THROW(in_block(64,
                        [] {
                          if (gpu::thread_index() < 32) gpu::block_barrier();
                        }),
               std::runtime_error);
}

TEST(Emulator, ABarrierInAKernelLaunchedWithoutIsRefused) {
  EXPECT_THROW(emulation::run_block(32, 0, 0, 0, false, [] { gpu::block_barrier(); }), std::logic_error);
}

TEST(Emulator, BlockSumsAndMaxima) {
  for (const int threads : {32, 64, 256, 640})
    in_block(threads, [threads] {
      const double mine = gpu::thread_index() + 1;
      EXPECT_EQ(gpu::block_sum(mine, gpu::shared_memory<double>()), threads * (threads + 1) / 2);
      EXPECT_EQ(gpu::block_maximum(-mine, gpu::shared_memory<double>()), -1);
    });
}

TEST(NoiseQuad, HasTheBitsOfTheCpu) {
  for (const std::uint64_t block : {std::uint64_t{0}, std::uint64_t{5}, std::uint64_t{1} << 33})
    for (const std::uint64_t replica : {std::uint64_t{0}, std::uint64_t{77}, (std::uint64_t{1} << 55) + 3}) {
      const gpu::NormalQuad quad = gpu::noise_quad(11, Purpose::langevin, replica, 12, 1234567, block);
      for (std::uint64_t i = 0; i < 4; ++i)
        EXPECT_EQ(quad.value[i], noise(11, Purpose::langevin, replica, 12, 1234567, 4 * block + i));
    }
}

}  // namespace
}  // namespace replicas
