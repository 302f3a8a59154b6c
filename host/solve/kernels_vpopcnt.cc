#include "solve/kernel_loops.h"
#include "solve/kernels.h"
#include "solve/message_loops.h"

namespace replicas::solve {

const Kernels& vpopcnt_kernels() {
  static constexpr Kernels kernels = {"avx512-vpopcntdq", differing, Loops<64>::sums_of_set, MessageLoops<64>::cavities,
                                      MessageLoops<64>::answer};
  return kernels;
}

}  // namespace replicas::solve
