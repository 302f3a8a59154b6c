#pragma once

#include <string_view>

namespace replicas::cpu {

/// Floating-point operations per second of `threads` threads that do nothing but independent fused multiply-adds with
/// one instruction set, over about `seconds`: the ceiling that a step's rate is compared with.
double multiply_add_peak(int threads, std::string_view instructions, double seconds);

}  // namespace replicas::cpu
