#include "engine/cpu/avx2.h"
#include "engine/cpu/kernel_table.h"

namespace replicas::cpu {

const Kernels& avx2_kernels() {
  static constexpr Kernels table = KernelTable<avx2::InstructionSet>::make("avx2");
  return table;
}

}  // namespace replicas::cpu
