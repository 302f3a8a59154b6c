#include "fused_advance.cuh"
#include "fused_shapes.h"

namespace replicas::gpu {

std::vector<FusedKernel> fused_small() {
  using OneWarp = FusedShape<10, 32, 32, 2, 64, 32, 8, 8, 2, 8>;
  using TwoWarps = FusedShape<10, 32, 32, 2, 64, 64, 4, 8, 2, 4>;
  return {fused<OneWarp, Activation::relu>("warp"), fused<OneWarp, Activation::tanh>("warp"),
          fused<TwoWarps, Activation::relu>("block")};
}

}  // namespace replicas::gpu
