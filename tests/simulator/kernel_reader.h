#pragma once

#include <set>
#include <string>
#include <utility>
#include <vector>

#include "simulator/module.h"
#include "simulator/operations.h"

namespace replicas::simulator {

using Words = std::vector<std::string>;

/// Puts one kernel together, line by line. The words of a line are names, numbers and single signs; `,` and `|` only
/// separate them.
class KernelReader {
 public:
  /// `dynamic`: names of the shared memory that a launch adds to the kernel's own.
  KernelReader(Kernel& kernel, const std::set<std::string>& dynamic) : kernel_(kernel), dynamic_(dynamic) {}

  void parameter(const Words& words);  ///< .param .align 8 .b8 NAME [ 72 ]
  void shared(const Words& words);     ///< .shared .align 16 .b8 NAME [ 128 ]
  void registers(const Words& words);  ///< .reg .f32 %f < 12 >, or a single one: .reg .f32 r0
  void most_threads(const Words& words);
  void label(const std::string& name);
  void statement(Words words, std::uint32_t line);
  void end();

 private:
  struct Register {
    std::uint32_t at;
    std::uint8_t width;
  };

  std::string name_of(const Words& words) const;
  std::uint32_t take(std::uint8_t width);
  std::uint32_t literal(std::uint64_t bits, std::uint8_t width);
  std::uint32_t place_of(const std::string& word, bool negative, std::uint8_t width);
  void operands(Instruction& instruction, const Operation& found, const Words& words);

  Kernel& kernel_;
  const std::set<std::string>& dynamic_;
  std::map<std::string, Register> registers_;
  std::map<std::string, std::size_t> symbols_;
  std::map<std::string, std::int32_t> labels_;
  std::vector<std::pair<std::size_t, std::string>> branches_;
  std::map<std::pair<std::uint64_t, std::uint8_t>, std::uint32_t> literals_;
};

}  // namespace replicas::simulator
