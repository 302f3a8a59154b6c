#include "fused.h"
#include "fused_advance.cuh"

namespace replicas::gpu {

// The crowds are estimates from counted instructions; bench/gpu_suite.sh tune measures them.
std::vector<FusedKernel> fused_small() {
  using FourWarps = FusedShape<10, 32, 32, 2, 64,
                               FusedTiles{.threads = 128,
                                          .resident = 4,
                                          .neurons = 4,
                                          .points = 4,
                                          .rows1 = 2,
                                          .shares1 = 2,
                                          .rows2 = 2,
                                          .rows3 = 1,
                                          .shares3 = 2}>;
  using TwoWarps = FusedShape<10, 32, 32, 2, 64,
                              FusedTiles{.threads = 64,
                                         .resident = 8,
                                         .neurons = 4,
                                         .points = 8,
                                         .rows1 = 5,
                                         .shares1 = 2,
                                         .rows2 = 4,
                                         .rows3 = 1,
                                         .shares3 = 2}>;
  using OneWarp = FusedShape<10, 32, 32, 2, 64,
                             FusedTiles{.threads = 32,
                                        .resident = 8,
                                        .neurons = 8,
                                        .points = 8,
                                        .rows1 = 5,
                                        .shares1 = 2,
                                        .rows2 = 8,
                                        .rows3 = 2,
                                        .shares3 = 2}>;
  return {fused<FourWarps, Activation::relu>(3),       fused<FourWarps, Activation::tanh>(3),
          fused<TwoWarps, Activation::relu>(6),        fused<TwoWarps, Activation::tanh>(6),
          fused<OneWarp, Activation::relu>(any_crowd), fused<OneWarp, Activation::tanh>(any_crowd)};
}

}  // namespace replicas::gpu
