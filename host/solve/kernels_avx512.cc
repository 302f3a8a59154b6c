#include "solve/kernel_loops.h"
#include "solve/kernels.h"

namespace replicas::solve {

const Kernels& avx512_kernels() {
  static constexpr Kernels kernels = {"avx512", differing, Loops<64>::sums_of_set};
  return kernels;
}

}  // namespace replicas::solve
