// What the simulated GPU counts: instructions, turns of shared memory, sectors.
#include "simulator/counts.h"

#include "simulator/written_code.h"

namespace replicas::simulator {
namespace {

TEST_F(Simulated, CountsWhatIsIssued) {
  const Module module = kernel_of("mov.u32 %r1, %tid.x;\nand.b32 %r2, %r1, 1;\nsetp.eq.s32 %p1, %r2, 0;\n" +
                                  std::string("@%p1 bra $L_1;\nadd.s32 %r1, %r1, 1;\n$L_1:\n") + store("%r1"));
  const Kernel& kernel = module.kernels.at("kernel");
  std::vector<unsigned char> arguments(8);
  std::memcpy(arguments.data(), &area_, 8);
  std::vector<Count> counts(kernel.code.size());
  run(module, kernel, {{1, 1, 1}, 64, 0}, arguments, memory_, Turns::forwards, &counts);
  std::uint64_t additions = 0, adding = 0, sectors_written = 0;
  for (std::size_t i = 0; i < counts.size(); ++i) {
    const std::string& text = module.lines[kernel.code[i].line - 1];
    if (text.find("add.s32") != std::string::npos) additions += counts[i].issued, adding += counts[i].threads;
    if (text.find("st.global") != std::string::npos) sectors_written += counts[i].transactions;
  }
  EXPECT_EQ(additions, 2);        // by both warps
  EXPECT_EQ(adding, 32);          // by every other thread
  EXPECT_EQ(sectors_written, 8);  // 64 words side by side
}

std::array<std::uint64_t, warp_size> every(std::uint64_t bytes, int repeated = 1) {
  std::array<std::uint64_t, warp_size> addresses{};
  for (std::size_t lane = 0; lane < warp_size; ++lane)
    addresses[lane] = lane / static_cast<std::size_t>(repeated) * bytes;
  return addresses;
}

// NVIDIA's documented rules: 32 banks of one word each, one word for all that want it, long words by parts of a warp.
TEST(Transactions, OfSharedMemoryAreTheTurnsOfTheBanks) {
  EXPECT_EQ(bank_turns(every(4), all_threads, 4), 1);
  EXPECT_EQ(bank_turns(every(0), all_threads, 4), 1);
  EXPECT_EQ(bank_turns(every(8), all_threads, 4), 2);
  EXPECT_EQ(bank_turns(every(128), all_threads, 4), 32);
  EXPECT_EQ(bank_turns(every(132), all_threads, 4), 1);
  EXPECT_EQ(bank_turns(every(8), all_threads, 8), 2);
  EXPECT_EQ(bank_turns(every(16), all_threads, 16), 4);
  EXPECT_EQ(bank_turns(every(16, 2), all_threads, 16), 2);
  EXPECT_EQ(bank_turns(every(128), all_threads, 16), 32);
  EXPECT_EQ(bank_turns(every(144), all_threads, 16), 4);
  EXPECT_EQ(bank_turns(every(128), 0x1, 4), 1);
}
TEST(Transactions, OfTheDeviceAreSectors) {
  EXPECT_EQ(sectors(every(4), all_threads, 4), 4);
  EXPECT_EQ(sectors(every(32), all_threads, 4), 32);
  EXPECT_EQ(sectors(every(16), all_threads, 16), 16);
  EXPECT_EQ(sectors(every(0), all_threads, 4), 1);
}

}  // namespace
}  // namespace replicas::simulator
