#include "solve/kernel_loops.h"
#include "solve/kernels.h"
#include "solve/message_loops.h"

namespace replicas::solve {

const Kernels& popcnt_kernels() {
  static constexpr Kernels kernels = {"popcnt", differing, Loops<32>::sums_of_set, MessageLoops<32>::cavities,
                                      MessageLoops<32>::answer};
  return kernels;
}

}  // namespace replicas::solve
