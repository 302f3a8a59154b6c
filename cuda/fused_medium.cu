#include "fused.h"
#include "fused_advance.cuh"

namespace replicas::gpu {

std::vector<FusedKernel> fused_medium() {
  using Block = FusedShape<20, 100, 100, 10, 200,
                           FusedTiles{.threads = 256,
                                      .resident = 1,
                                      .neurons = 4,
                                      .points = 20,
                                      .rows1 = 5,
                                      .shares1 = 2,
                                      .rows2 = 10,
                                      .rows3 = 5,
                                      .shares3 = 4}>;
  return {fused<Block, Activation::relu>(any_crowd), fused<Block, Activation::tanh>(any_crowd)};
}

}  // namespace replicas::gpu
