#include "variant.cuh"

namespace replicas::gpu {

namespace {
template <FusedTiles tiles>
Variant small() {
  return variant<10, 32, 32, 2, 64, tiles>();
}
}  // namespace

std::vector<Variant> small_variants() {
  // threads, resident, neurons, points, rows1, shares1, rows2, rows3, shares3
  return {
      small<FusedTiles{32, 8, 8, 8, 5, 2, 8, 1, 1}>(),  small<FusedTiles{32, 9, 8, 8, 5, 2, 8, 1, 1}>(),
      small<FusedTiles{32, 8, 16, 4, 5, 2, 8, 1, 1}>(), small<FusedTiles{32, 9, 8, 4, 5, 2, 8, 1, 1}>(),
      small<FusedTiles{64, 8, 4, 8, 5, 4, 4, 1, 2}>(),  small<FusedTiles{64, 9, 4, 8, 5, 4, 4, 1, 2}>(),
      small<FusedTiles{64, 8, 8, 4, 5, 4, 4, 1, 2}>(),  small<FusedTiles{64, 6, 4, 8, 5, 4, 4, 1, 2}>(),
      small<FusedTiles{64, 8, 4, 8, 10, 4, 4, 4, 4}>(), small<FusedTiles{128, 8, 4, 4, 5, 4, 2, 1, 4}>(),
      small<FusedTiles{128, 6, 4, 4, 5, 4, 2, 1, 4}>(),
  };
}

}  // namespace replicas::gpu
