// How the tiles of a fused kernel are dealt out to threads.
#include "fused_tiles.cuh"

#include <gtest/gtest.h>

#include <set>

namespace replicas::gpu {
namespace {

template <int fast, int slow>
void expect_each_tile_once_and_paired_reads() {
  std::set<std::pair<int, int>> seen;
  for (int number = 0; number < fast * slow; ++number) {
    const FusedTile tile = paired_tile<fast, slow>(number);
    EXPECT_TRUE(tile.fast >= 0 && tile.fast < fast && tile.slow >= 0 && tile.slow < slow) << number;
    seen.emplace(tile.fast, tile.slow);
    if (number >= fast * (slow / 2 * 2)) continue;  // the last row, where their number is odd
    // The rule of NVIDIA's memory: an operand read by slow is the same for threads that differ in bit 0, one read by
    // fast for those that differ in bit 1.
    EXPECT_EQ((paired_tile<fast, slow>(number ^ 1).slow), tile.slow) << number;
    EXPECT_EQ((paired_tile<fast, slow>(number ^ 2).fast), tile.fast) << number;
  }
  EXPECT_EQ(seen.size(), static_cast<std::size_t>(fast * slow));
  // A half warp reads at most eight neighbouring quads, which lie in different banks.
  for (int half = 0; half + 16 <= fast * (slow / 2 * 2); half += 16) {
    std::set<int> quads;
    for (int i = 0; i < 16; ++i) quads.insert(paired_tile<fast, slow>(half + i).fast);
    EXPECT_LE(*quads.rbegin() - *quads.begin(), 7) << half;
  }
}

TEST(FusedTiles, EveryTileHasOneThreadAndNeighboursReadTheSame) {
  expect_each_tile_once_and_paired_reads<8, 4>();
  expect_each_tile_once_and_paired_reads<8, 8>();
  expect_each_tile_once_and_paired_reads<8, 3>();
  expect_each_tile_once_and_paired_reads<10, 25>();
  expect_each_tile_once_and_paired_reads<4, 8>();
  expect_each_tile_once_and_paired_reads<4, 6>();
  expect_each_tile_once_and_paired_reads<50, 5>();
}

}  // namespace
}  // namespace replicas::gpu
