#include "fused_advance.cuh"
#include "fused_shapes.h"

namespace replicas::gpu {

std::vector<FusedKernel> fused_default() {
  using OneWarp = FusedShape<10, 24, 24, 3, 32,
                             FusedTiles{.threads = 32,
                                        .resident = 12,
                                        .neurons = 8,
                                        .points = 4,
                                        .rows1 = 5,
                                        .shares1 = 2,
                                        .rows2 = 6,
                                        .rows3 = 1,
                                        .shares3 = 1}>;
  return {fused<OneWarp, Activation::tanh>("warp")};
}

}  // namespace replicas::gpu
