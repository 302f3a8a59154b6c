#pragma once

#include <gtest/gtest.h>

#include <cstring>

#include "simulator/launch.h"

// Code for a GPU written by hand, as nvcc would write it.

namespace replicas::simulator {

/// One kernel of a body with registers of every kind, 128 words of shared memory and a pointer in %rd0.
inline Module kernel_of(const std::string& body) {
  return parse(
      ".version 8.0\n.target sm_80\n.address_size 64\n"
      ".visible .entry kernel(\n.param .u64 kernel_param_0\n)\n.maxntid 64, 1, 1\n{\n"
      ".reg .pred %p<8>;\n.reg .f32 %f<8>;\n.reg .b32 %r<16>;\n.reg .f64 %fd<8>;\n.reg .b64 %rd<8>;\n"
      ".shared .align 16 .b8 words[512];\n"
      "ld.param.u64 %rd0, [kernel_param_0];\n" +
      body + "\nret;\n}\n");
}

/// Stores the 32-bit register of every thread in the area of memory.
inline std::string store(const std::string& value) {
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

}  // namespace replicas::simulator
