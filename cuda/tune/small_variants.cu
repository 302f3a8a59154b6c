#include "variant.cuh"

namespace replicas::gpu {

namespace {
template <FusedTiles tiles>
Variant small() {
  return variant<10, 32, 32, 2, 64, Activation::relu, tiles>();
}
template <FusedTiles tiles>
Variant usual() {
  return variant<10, 24, 24, 3, 32, Activation::tanh, tiles>();
}
}  // namespace

// threads, resident, neurons, points, rows1, shares1, rows2, rows3, shares3
std::vector<Variant> small_variants() {
  return {
      small<FusedTiles{32, 8, 8, 8, 5, 2, 8, 2, 2}>(),  small<FusedTiles{32, 9, 8, 8, 5, 2, 8, 2, 2}>(),
      small<FusedTiles{32, 8, 16, 4, 5, 2, 8, 2, 2}>(), small<FusedTiles{32, 9, 8, 4, 5, 2, 8, 2, 2}>(),
      small<FusedTiles{64, 8, 4, 8, 5, 2, 4, 1, 2}>(),  small<FusedTiles{64, 9, 4, 8, 5, 2, 4, 1, 2}>(),
      small<FusedTiles{64, 8, 8, 4, 5, 2, 4, 1, 2}>(),  small<FusedTiles{64, 6, 4, 8, 5, 2, 4, 1, 2}>(),
      small<FusedTiles{128, 4, 4, 4, 2, 2, 2, 1, 2}>(), small<FusedTiles{128, 8, 4, 4, 2, 2, 2, 1, 2}>(),
      small<FusedTiles{256, 2, 4, 4, 2, 2, 2, 1, 2}>(),
  };
}

std::vector<Variant> default_variants() {
  return {
      usual<FusedTiles{32, 12, 8, 4, 5, 2, 6, 2, 2}>(), usual<FusedTiles{32, 16, 8, 4, 5, 2, 6, 2, 2}>(),
      usual<FusedTiles{32, 16, 4, 4, 5, 2, 6, 2, 2}>(), usual<FusedTiles{64, 8, 4, 4, 2, 2, 3, 1, 2}>(),
      usual<FusedTiles{64, 16, 4, 4, 2, 2, 3, 1, 2}>(),
  };
}

}  // namespace replicas::gpu
