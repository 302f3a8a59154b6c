#include "fused_advance.cuh"
#include "fused_shapes.h"

namespace replicas::gpu {

std::vector<FusedKernel> fused_medium() {
  using Block = FusedShape<20, 100, 100, 10, 200, 256, 4, 20, 4, 10>;
  return {fused<Block, Activation::relu>("block"), fused<Block, Activation::tanh>("block")};
}

}  // namespace replicas::gpu
