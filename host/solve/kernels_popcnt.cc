#include "solve/kernel_loops.h"
#include "solve/kernels.h"

namespace replicas::solve {

const Kernels& popcnt_kernels() {
  static constexpr Kernels kernels = {"popcnt", differing, Loops<32>::sums_of_set};
  return kernels;
}

}  // namespace replicas::solve
