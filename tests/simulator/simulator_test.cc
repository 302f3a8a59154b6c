// What the simulated GPU computes, and that it notices what a GPU would suffer in silence. The code is written by hand,
// as nvcc would write it: no nvcc is needed.
#include <gtest/gtest.h>

#include <cmath>
#include <cstring>

#include "simulator/launch.h"

namespace replicas::simulator {
namespace {

/// One kernel of a body with registers of every kind, 128 words of shared memory and a pointer in %rd0.
Module kernel_of(const std::string& body) {
  return parse(
      ".version 8.0\n.target sm_80\n.address_size 64\n"
      ".visible .entry kernel(\n.param .u64 kernel_param_0\n)\n.maxntid 64, 1, 1\n{\n"
      ".reg .pred %p<8>;\n.reg .f32 %f<8>;\n.reg .b32 %r<16>;\n.reg .f64 %fd<8>;\n.reg .b64 %rd<8>;\n"
      ".shared .align 16 .b8 words[512];\n"
      "ld.param.u64 %rd0, [kernel_param_0];\n" +
      body + "\nret;\n}\n");
}

/// Stores the 32-bit register of every thread in the area of memory.
std::string store(const std::string& value) {
  return "mov.u32 %r14, %tid.x;\nmul.wide.s32 %rd6, %r14, 4;\nadd.s64 %rd7, %rd0, %rd6;\nst.global.f32 [%rd7], " +
         value + ";\n";
}

class Simulated : public testing::Test {
 protected:
  static constexpr std::size_t words = 256;

  std::vector<std::uint32_t> run_body(const std::string& body, std::uint32_t threads = 64,
                                      Turns turns = Turns::forwards, std::uint32_t blocks = 1) {
    const Module module = kernel_of(body);
    std::vector<unsigned char> arguments(8);
    std::memcpy(arguments.data(), &area_, 8);
    run(module, module.kernels.at("kernel"), {{blocks, 1, 1}, threads, 0}, arguments, memory_, turns);
    memory_.begin_work();
    std::vector<std::uint32_t> result(threads);
    std::memcpy(result.data(), memory_.reads(area_, 4 * std::size_t{threads}), 4 * std::size_t{threads});
    return result;
  }

  /// What is said of the body; empty when nothing is.
  std::string fault(const std::string& body, std::uint32_t blocks = 1) {
    std::string forwards, backwards;
    for (const Turns turns : {Turns::forwards, Turns::backwards}) try {
        run_body(body, 64, turns, blocks);
      } catch (const Fault& found) {
        (turns == Turns::forwards ? forwards : backwards) = found.what();
      }
    EXPECT_EQ(forwards.empty(), backwards.empty()) << "a fault that depends on the order: " << forwards << backwards;
    return forwards;
  }

  DeviceMemory memory_{1 << 20};
  std::uint64_t area_ = memory_.allocate(4 * words);
};

TEST_F(Simulated, ComputesInEveryThread) {
  const auto result = run_body("mov.u32 %r1, %tid.x;\nmad.lo.s32 %r2, %r1, 3, -5;\n" + store("%r2"));
  for (std::uint32_t i = 0; i < result.size(); ++i)
    EXPECT_EQ(static_cast<std::int32_t>(result[i]), 3 * static_cast<int>(i) - 5);
}

// 2^-24 is half of the last bit of 1: rounded away by a product and a sum, kept by the fused operation.
TEST_F(Simulated, FusesAMultiplicationAndAnAddition) {
  const std::string x = "mov.f32 %f1, 0f3F800001;\n";  // 1 + 2^-23
  const std::string fused = x + "fma.rn.f32 %f2, %f1, %f1, 0fBF800002;\n" + store("%f2");
  const std::string parted = x + "mul.rn.f32 %f2, %f1, %f1;\nadd.rn.f32 %f2, %f2, 0fBF800002;\n" + store("%f2");
  float value = 0;
  std::memcpy(&value, run_body(fused).data(), 4);
  EXPECT_EQ(value, std::ldexp(1.0f, -46));
  std::memcpy(&value, run_body(parted).data(), 4);
  EXPECT_EQ(value, 0);
}

TEST_F(Simulated, ThreadsPartAndMeetAgain) {
  const std::string body =
      "mov.u32 %r1, %tid.x;\nmov.u32 %r2, 0;\n"
      "$L_loop:\nsetp.ge.s32 %p1, %r2, %r1;\n@%p1 bra $L_out;\nadd.s32 %r2, %r2, 1;\nbra.uni $L_loop;\n$L_out:\n"
      "and.b32 %r3, %r1, 1;\nsetp.eq.s32 %p2, %r3, 0;\n@!%p2 add.s32 %r2, %r2, 1000;\n"
      "mov.u32 %r4, 1;\nmov.u32 %r5, 31;\nmov.u32 %r6, -1;\nshfl.sync.bfly.b32 %r7|%p3, %r2, %r4, %r5, %r6;\n";
  const auto result = run_body(body + store("%r7"));
  for (std::uint32_t i = 0; i < result.size(); ++i) EXPECT_EQ(result[i], (i ^ 1) + (i % 2 == 0 ? 1000 : 0)) << i;
}

TEST_F(Simulated, PassesWordsThroughSharedMemory) {
  const std::string body =
      "mov.u32 %r1, %tid.x;\nshl.b32 %r2, %r1, 2;\nmov.u32 %r3, words;\nadd.s32 %r4, %r3, %r2;\n"
      "st.shared.u32 [%r4], %r1;\nbar.sync 0;\nxor.b32 %r5, %r2, 252;\nadd.s32 %r5, %r3, %r5;\n"
      "ld.shared.f32 %f1, [%r5];\n";
  const auto result = run_body(body + store("%f1"));
  for (std::uint32_t i = 0; i < result.size(); ++i) EXPECT_EQ(result[i], 63 - i);
  std::string without = body;
  without.erase(without.find("bar.sync"), 12);
  const std::string said = fault(without + store("%f1"));
  EXPECT_NE(said.find("written"), std::string::npos) << said;  // or raced for: the first to read is too early
  EXPECT_NE(said.find("PTX line"), std::string::npos) << said;
}

TEST_F(Simulated, SeesARaceWhoeverComesFirst) {
  const std::string all_write_one = "mov.u32 %r1, %tid.x;\nst.shared.u32 [words], %r1;\n" + store("%r1");
  EXPECT_NE(fault(all_write_one).find("race"), std::string::npos);
  const std::string read_then_write =
      "mov.u32 %r1, %tid.x;\nsetp.ne.s32 %p1, %r1, 0;\n@%p1 bra $L_1;\nst.shared.u32 [words], %r1;\n$L_1:\nbar.sync "
      "0;\n"
      "ld.shared.u32 %r2, [words];\nsetp.ne.s32 %p2, %r1, 5;\n@%p2 bra $L_2;\nst.shared.u32 [words], %r1;\n$L_2:\n";
  const std::string said = fault(read_then_write + store("%r1"));
  EXPECT_NE(said.find("race"), std::string::npos) << said;
}

TEST_F(Simulated, SeesBlocksThatRace) {
  const std::string body = "mov.u32 %r1, %ctaid.x;\n" + store("%r1");
  EXPECT_EQ(fault(body, 1), "");
  EXPECT_NE(fault(body, 2).find("race: writes what block 0 writes"), std::string::npos);
}

TEST_F(Simulated, SeesWhatLiesOutside) {
  EXPECT_NE(fault("st.global.f32 [%rd0+1024], 0f00000000;\n").find("write of 4 bytes, 1024 bytes behind"),
            std::string::npos);
  EXPECT_NE(fault("mov.u64 %rd1, 4096;\nst.global.f32 [%rd1], 0f00000000;\n").find("outside"), std::string::npos);
  EXPECT_NE(fault("mov.u32 %r1, words;\nst.shared.f32 [%r1+512], 0f00000000;\n").find("at 512 of 512"),
            std::string::npos);
}

TEST_F(Simulated, SeesAnAddressThatIsNoMultiple) {
  EXPECT_NE(fault("mov.f32 %f1, 0f00000000;\nst.global.v4.f32 [%rd0+8], {%f1, %f1, %f1, %f1};\n").find("no multiple"),
            std::string::npos);
  EXPECT_NE(fault("mov.f64 %fd1, 0d0000000000000000;\nst.shared.f64 [words+4], %fd1;\n").find("no multiple"),
            std::string::npos);
}

TEST_F(Simulated, SeesMemoryNeverWritten) {
  EXPECT_NE(fault("ld.global.f32 %f1, [%rd0+16];\n" + store("%f1")).find("never written, byte 16"), std::string::npos);
  EXPECT_NE(fault("ld.shared.f32 %f1, [words+8];\n" + store("%f1")).find("never written, byte 8"), std::string::npos);
}

TEST_F(Simulated, SeesBarriersAndShufflesThatSomeMiss) {
  const std::string half = "mov.u32 %r1, %tid.x;\nsetp.lt.s32 %p1, %r1, 32;\n@%p1 bra $L_1;\nbar.sync 0;\n$L_1:\n";
  EXPECT_NE(fault(half + store("%r1")).find("barrier"), std::string::npos);
  const std::string two =
      "mov.u32 %r1, %tid.x;\nand.b32 %r2, %r1, 1;\nsetp.eq.s32 %p1, %r2, 0;\n@%p1 bra $L_1;\nbar.sync 0;\nbra.uni "
      "$L_2;\n"
      "$L_1:\nbar.sync 0;\n$L_2:\n";
  EXPECT_NE(fault(two + store("%r1")).find("different barriers"), std::string::npos);
  const std::string shuffle =
      "mov.u32 %r1, %tid.x;\nmov.u32 %r4, 1;\nmov.u32 %r5, 31;\nmov.u32 %r6, -1;\nand.b32 %r2, %r1, 1;\n"
      "setp.eq.s32 %p1, %r2, 0;\n@%p1 bra $L_1;\nshfl.sync.bfly.b32 %r7|%p3, %r1, %r4, %r5, %r6;\n$L_1:\n";
  EXPECT_NE(fault(shuffle + store("%r1")).find("shuffle"), std::string::npos);
}

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

TEST(SimulatedCode, IsRefusedWhenItIsNotKnown) {
  EXPECT_THROW(kernel_of("bar.red.popc.u32 %r1, 0, %p1;\n"), Fault);
  EXPECT_THROW(kernel_of("add.s32 %r1, %r2;\n"), Fault);
  EXPECT_THROW(kernel_of("add.s32 %r1, %r2, %rd3;\n"), Fault);
  EXPECT_THROW(kernel_of("bra $L_nowhere;\n"), std::exception);
}

}  // namespace
}  // namespace replicas::simulator
