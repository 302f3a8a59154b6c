#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

// Code for a GPU as nvcc writes it (PTX), made ready to be run on the processor.

namespace replicas::simulator {

inline constexpr int warp_size = 32;
using Mask = std::uint32_t;  ///< one bit per thread of a warp
inline constexpr Mask all_threads = 0xFFFFFFFF;

/// What a GPU, or the code for one, does wrong. Says what and where.
struct Fault : std::runtime_error {
  using std::runtime_error::runtime_error;
};

class Warp;
struct Instruction;
using Execute = void (*)(Warp&, const Instruction&, Mask);

enum class Flow : std::uint8_t { next, branch, end, barrier, shuffle };

/// One instruction. A register, a literal and a special register are all the same to it: 32 values, one per thread, at
/// an offset in the registers of the warp.
struct Instruction {
  Flow flow = Flow::next;
  bool unless = false;  ///< guarded by the predicate's negation
  std::int32_t guard = -1;
  std::int32_t target = -1;           ///< of a branch
  std::array<std::uint32_t, 8> at{};  ///< offsets of the operands
  std::int64_t offset = 0;            ///< added to the address
  Execute execute = nullptr;
  std::uint32_t line = 0;  ///< in the text of the module
};

/// 32 times the same number, at an offset.
struct Literal {
  std::uint32_t at;
  std::uint64_t bits;
  std::uint8_t width;
};

struct Parameter {
  std::size_t offset, bytes;
};

struct Kernel {
  std::string name;
  std::vector<Instruction> code;
  std::vector<Literal> literals;
  std::map<std::string, std::uint32_t> specials;  ///< like %tid.x: where the kernel expects it
  std::vector<Parameter> parameters;
  std::size_t parameter_bytes = 0, register_bytes = 0;
  std::size_t shared_bytes = 0;  ///< known to the compiler, a multiple of 16; a launch adds its own behind
  int most_threads = 1024;       ///< of a block
};

struct Module {
  std::map<std::string, Kernel> kernels;
  int architecture = 0;            ///< 90 for sm_90
  std::vector<std::string> lines;  ///< of its text, for messages
};

/// Reads what nvcc 12 and 13 write for kernels without functions, local memory and variables of the device; throws
/// Fault naming the line for anything else.
Module parse(std::string_view ptx);

}  // namespace replicas::simulator
