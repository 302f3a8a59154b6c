#include "fused_advance.cuh"
#include "fused_shapes.h"

namespace replicas::gpu {

std::vector<FusedKernel> fused_default() {
  using OneWarp = FusedShape<10, 24, 24, 3, 32, 32, 8, 4, 2, 4>;
  return {fused<OneWarp, Activation::tanh>("warp")};
}

}  // namespace replicas::gpu
