#include "solve/kernel_loops.h"
#include "solve/kernels.h"

namespace replicas::solve {

const Kernels& generic_kernels() {
  static constexpr Kernels kernels = {"generic", differing, Loops<16>::sums_of_set};
  return kernels;
}

}  // namespace replicas::solve
