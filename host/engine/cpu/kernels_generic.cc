#include "engine/cpu/generic.h"
#include "engine/cpu/kernel_table.h"

namespace replicas::cpu {

const Kernels& generic_kernels() {
  static constexpr Kernels table = KernelTable<generic::InstructionSet>::make("generic");
  return table;
}

}  // namespace replicas::cpu
