#pragma once

#include <string>
#include <type_traits>
#include <unordered_map>
#include <vector>

#include "simulator/module.h"

namespace replicas::simulator {

struct Operation {
  Execute execute = nullptr;
  std::vector<std::uint8_t> widths;  ///< of the operands in bytes, 4 or 8
  Flow flow = Flow::next;
};

/// The operation of this name ("fma.rn.f32", "ld.global.v4.f32"; mov.b64 with braces is "pack" or "unpack"), null when
/// it is not known.
const Operation* operation(const std::string& name);

using OperationTable = std::unordered_map<std::string, Operation>;
OperationTable memory_operations();  ///< loads, stores and shuffles
OperationTable number_operations();  ///< arithmetic and comparisons

/// How a number lies in a register: small ones in four bytes.
template <class T>
using Slot = std::conditional_t<(sizeof(T) >= 4), T, std::uint32_t>;

}  // namespace replicas::simulator
