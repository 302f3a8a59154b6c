// What the simulated GPU computes, and that it notices what a GPU would suffer in silence. The code is written by hand,
// as nvcc would write it: no nvcc is needed.
#include <cmath>
#include <cstring>

#include "simulator/written_code.h"

namespace replicas::simulator {
namespace {

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

TEST(SimulatedCode, IsRefusedWhenItIsNotKnown) {
  EXPECT_THROW(kernel_of("bar.red.popc.u32 %r1, 0, %p1;\n"), Fault);
  EXPECT_THROW(kernel_of("add.s32 %r1, %r2;\n"), Fault);
  EXPECT_THROW(kernel_of("@%p1 ret;\n"), Fault);
  EXPECT_THROW(kernel_of("add.s32 %r1, %r2, %rd3;\n"), Fault);
  EXPECT_THROW(kernel_of("bra $L_nowhere;\n"), std::exception);
}

}  // namespace
}  // namespace replicas::simulator
