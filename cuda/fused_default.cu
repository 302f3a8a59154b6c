#include "fused.h"
#include "fused_advance.cuh"

namespace replicas::gpu {

std::vector<FusedKernel> fused_default() {
  using TwoWarps = FusedShape<10, 24, 24, 3, 32,
                              FusedTiles{.threads = 64,
                                         .resident = 8,
                                         .neurons = 4,
                                         .points = 4,
                                         .rows1 = 2,
                                         .shares1 = 2,
                                         .rows2 = 3,
                                         .rows3 = 1,
                                         .shares3 = 2}>;
  using OneWarp = FusedShape<10, 24, 24, 3, 32,
                             FusedTiles{.threads = 32,
                                        .resident = 12,
                                        .neurons = 8,
                                        .points = 4,
                                        .rows1 = 5,
                                        .shares1 = 2,
                                        .rows2 = 6,
                                        .rows3 = 2,
                                        .shares3 = 2}>;
  return {fused<TwoWarps, Activation::tanh>(5), fused<OneWarp, Activation::tanh>(any_crowd)};
}

}  // namespace replicas::gpu
