#include "store/run_layout.h"

#include <gtest/gtest.h>

namespace replicas {
namespace {

TEST(RunLayout, AChunkIsAboutOneMebibyteOfDraws) {
  EXPECT_EQ(draws_per_chunk(16, 100'000, 10, 4), 1638u);  // 1,048,576 / (16 x 10 x 4)
  EXPECT_EQ(draws_per_chunk(1024, 10'000, 64, 4), 4u);
  EXPECT_EQ(draws_per_chunk(1024, 10'000, 64, 1), 16u);
  EXPECT_EQ(draws_per_chunk(16, 2100, 10, 1), 2100u) << "at most the draws there are";
  EXPECT_EQ(draws_per_chunk(100'000, 50, 10, 4), 1u) << "at least one";
  EXPECT_EQ(draws_per_chunk(16, 0, 10, 4), 1u) << "a chunk cannot be empty";
}

TEST(RunLayout, TheFileKeepsItsOwnAttributes) {
  EXPECT_TRUE(is_file_attribute("seed"));
  EXPECT_FALSE(is_file_attribute("configuration"));
}

}  // namespace
}  // namespace replicas
