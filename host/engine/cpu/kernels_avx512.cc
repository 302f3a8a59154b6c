#include "engine/cpu/avx512.h"
#include "engine/cpu/kernel_table.h"

namespace replicas::cpu {

const Kernels& avx512_kernels() {
  static constexpr Kernels table = KernelTable<avx512::InstructionSet>::make("avx512");
  return table;
}

}  // namespace replicas::cpu
