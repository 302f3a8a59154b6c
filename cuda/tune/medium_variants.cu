#include "variant.cuh"

namespace replicas::gpu {

namespace {
template <FusedTiles tiles>
Variant medium() {
  return variant<20, 100, 100, 10, 200, Activation::relu, tiles>();
}
}  // namespace

std::vector<Variant> medium_variants() {
  // threads, resident, neurons, points, rows1, shares1, rows2, rows3, shares3
  return {
      medium<FusedTiles{256, 1, 4, 20, 5, 2, 10, 5, 4}>(), medium<FusedTiles{256, 1, 20, 4, 5, 2, 10, 5, 4}>(),
      medium<FusedTiles{256, 1, 4, 20, 4, 2, 10, 5, 4}>(), medium<FusedTiles{256, 1, 4, 20, 10, 4, 10, 10, 4}>(),
      medium<FusedTiles{288, 1, 4, 20, 5, 2, 10, 5, 4}>(), medium<FusedTiles{320, 1, 4, 20, 4, 2, 10, 4, 4}>(),
      medium<FusedTiles{512, 1, 4, 20, 5, 4, 5, 5, 4}>(),
  };
}

}  // namespace replicas::gpu
