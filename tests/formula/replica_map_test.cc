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

// Twelve chains in groups of three: every second group is shown the same data set.
TEST(ReplicaMap, GivesAGroupOneDataSet) {
  const ReplicaMap map{.temperatures = 2, .chains = 12, .datasets = 2, .group = 3};
  EXPECT_EQ(map.group_of_chain(7), 2u);
  EXPECT_EQ(map.chains_of_dataset(0), (std::vector<std::size_t>{0, 1, 2, 6, 7, 8}));
  EXPECT_EQ(map.chains_of_dataset(1), (std::vector<std::size_t>{3, 4, 5, 9, 10, 11}));
  for (std::size_t chain = 0; chain < 12; ++chain) EXPECT_EQ(map.dataset(map.number(1, chain)), chain / 3 % 2);
  // Eight groups in three slices: 2, 3 and 3 of them.
  EXPECT_EQ((Shard{1, 3}.range(map)), (ReplicaRange{0, 6}));
  EXPECT_EQ((Shard{2, 3}.range(map)), (ReplicaRange{6, 9}));
  EXPECT_EQ((Shard{3, 3}.range(map)), (ReplicaRange{15, 9}));
}

TEST(Shard, CutsEvenlyToOneReplica) {
  EXPECT_EQ((Shard{1, 3}.range({1, 10, 1})), (ReplicaRange{0, 3}));
  EXPECT_EQ((Shard{2, 3}.range({1, 10, 1})), (ReplicaRange{3, 3}));
  EXPECT_EQ((Shard{3, 3}.range({1, 10, 1})), (ReplicaRange{6, 4}));
  EXPECT_EQ(Shard{}.range({1, 10, 1}), (ReplicaRange{0, 10}));
}

TEST(Shard, CoversEveryReplicaOnce) {
  for (std::size_t replicas = 1; replicas <= 40; ++replicas)
    for (std::size_t parts = 1; parts <= replicas; ++parts) {
      std::size_t next = 0;
      for (std::size_t number = 1; number <= parts; ++number) {
        const ReplicaRange range = Shard{number, parts}.range({1, replicas, 1});
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
    const ReplicaRange range = Shard{number, 3}.range(map);
    EXPECT_EQ(map.chain(range.first), 0u);
    EXPECT_EQ(range.count, 14u);
  }
}

}  // namespace
}  // namespace replicas
