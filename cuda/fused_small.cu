#include "fused_advance.cuh"
#include "fused_shapes.h"

namespace replicas::gpu {

std::vector<FusedKernel> fused_small() {
  using OneWarp = FusedShape<10, 32, 32, 2, 64,
                             FusedTiles{.threads = 32,
                                        .resident = 8,
                                        .neurons = 8,
                                        .points = 8,
                                        .rows1 = 5,
                                        .shares1 = 2,
                                        .rows2 = 8,
                                        .rows3 = 1,
                                        .shares3 = 1}>;
  using TwoWarps = FusedShape<10, 32, 32, 2, 64,
                              FusedTiles{.threads = 64,
                                         .resident = 8,
                                         .neurons = 4,
                                         .points = 8,
                                         .rows1 = 5,
                                         .shares1 = 4,
                                         .rows2 = 4,
                                         .rows3 = 1,
                                         .shares3 = 2}>;
  return {fused<OneWarp, Activation::relu>("warp"), fused<OneWarp, Activation::tanh>("warp"),
          fused<TwoWarps, Activation::relu>("block"), fused<TwoWarps, Activation::tanh>("block")};
}

}  // namespace replicas::gpu
