#include "store/short_hash.h"

#include <gtest/gtest.h>

#include "store/run_directory.h"

namespace replicas {
namespace {

// The test vectors of FNV's authors.
TEST(ShortHash, MatchesThePublishedVectors) {
  EXPECT_EQ(fnv1a(""), 0xcbf29ce484222325u);
  EXPECT_EQ(fnv1a("a"), 0xaf63dc4c8601ec8cu);
  EXPECT_EQ(fnv1a("foobar"), 0x85944171f73967e8u);
  EXPECT_EQ(fnv1a(std::string_view("\0", 1)), 0xaf63bd4c8601b7dfu);
}

TEST(ShortHash, NamesTheDirectoryOfARun) {
  EXPECT_EQ(short_hash("foobar"), "85944171f7");
  EXPECT_EQ(default_run_directory("seed-2", "foobar"), "runs/seed-2_85944171f7");
}

}  // namespace
}  // namespace replicas
