// Global numbers and slices of them, against lists that are written out.
#include "model/replica_map.h"

#include <gtest/gtest.h>

namespace replicas {
namespace {

TEST(ReplicaMap, SplitsANumberAndPutsItTogether) {
  const ReplicaMap map{.temperatures = 2, .chains = 5, .datasets = 2};
  EXPECT_EQ(map.count(), 10u);
  // Number 8 is chain 3 of the second temperature, and odd chains see the second data set.
  EXPECT_EQ(map.temperature(8), 1u);
  EXPECT_EQ(map.chain(8), 3u);
  EXPECT_EQ(map.dataset(8), 1u);
  EXPECT_EQ(map.dataset(9), 0u);
  for (std::size_t number = 0; number < map.count(); ++number)
    EXPECT_EQ(map.number(map.temperature(number), map.chain(number)), number);
}

TEST(Shard, CutsEvenlyToOneReplica) {
  EXPECT_EQ((Shard{1, 3}.range(10)), (ReplicaRange{0, 3}));
  EXPECT_EQ((Shard{2, 3}.range(10)), (ReplicaRange{3, 3}));
  EXPECT_EQ((Shard{3, 3}.range(10)), (ReplicaRange{6, 4}));
  EXPECT_EQ(Shard{}.range(10), (ReplicaRange{0, 10}));
}

TEST(Shard, CoversEveryReplicaOnce) {
  for (std::size_t replicas = 1; replicas <= 40; ++replicas)
    for (std::size_t parts = 1; parts <= replicas; ++parts) {
      std::size_t next = 0;
      for (std::size_t number = 1; number <= parts; ++number) {
        const ReplicaRange range = Shard{number, parts}.range(replicas);
        EXPECT_EQ(range.first, next);
        EXPECT_GE(range.count, replicas / parts);
        EXPECT_LE(range.count, replicas / parts + 1);
        next = range.end();
      }
      EXPECT_EQ(next, replicas);
    }
}

// A number of slices that divides the temperatures gives whole temperatures.
TEST(Shard, IsWholeTemperaturesWhereTheyDivide) {
  const ReplicaMap map{.temperatures = 6, .chains = 7, .datasets = 1};
  for (std::size_t number = 1; number <= 3; ++number) {
    const ReplicaRange range = Shard{number, 3}.range(map.count());
    EXPECT_EQ(map.chain(range.first), 0u);
    EXPECT_EQ(range.count, 14u);
  }
}

}  // namespace
}  // namespace replicas
