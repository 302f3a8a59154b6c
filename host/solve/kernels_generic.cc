#include "solve/kernel_loops.h"
#include "solve/kernels.h"
#include "solve/message_loops.h"

namespace replicas::solve {

const Kernels& generic_kernels() {
  static constexpr Kernels kernels = {"generic", differing, Loops<16>::sums_of_set, MessageLoops<16>::cavities,
                                      MessageLoops<16>::answer};
  return kernels;
}

}  // namespace replicas::solve
