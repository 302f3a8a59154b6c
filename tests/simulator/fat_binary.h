#pragma once

#include <string>

namespace replicas::simulator {

/// The PTX for the newest architecture in what nvcc puts into a program: `wrapper` is what it gives to
/// __cudaRegisterFatBinary. Throws Fault when there is none, or when it is compressed (nvcc --no-compress leaves it as
/// it is).
std::string ptx_of(const void* wrapper);

}  // namespace replicas::simulator
