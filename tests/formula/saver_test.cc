#include "run/saver.h"

#include <gtest/gtest.h>

namespace replicas {

TEST(Saver, NamesACheckpointThatIsTooSlowForAStop) {
  EXPECT_EQ(slow_checkpoint(0.01, 300), "");
  EXPECT_EQ(slow_checkpoint(20, 300), "");
  const std::string warning = slow_checkpoint(100, 300);
  EXPECT_NE(warning.find("took 100 s"), std::string::npos) << warning;
  EXPECT_NE(warning.find("<checkpoint-interval> 300 s that is 25 % of the time"), std::string::npos) << warning;
}

}  // namespace replicas
