// How much memory control groups grant: version 1 and 2, nested groups, groups without a limit.
#include <gtest/gtest.h>
#include <unistd.h>

#include <cmath>
#include <filesystem>
#include <fstream>

#include "run/footprint.h"

namespace replicas {
namespace {

class GrantedMemory : public testing::Test {
 protected:
  void SetUp() override { std::filesystem::create_directories(root_); }
  void TearDown() override { std::filesystem::remove_all(root_); }

  void put(const std::string& file, const std::string& text) const {
    const std::filesystem::path path = root_ / file;
    std::filesystem::create_directories(path.parent_path());
    std::ofstream(path) << text;
  }
  double granted(const std::string& groups) const { return granted_memory(groups, root_.string()); }

 private:
  std::filesystem::path root_ =
      std::filesystem::temp_directory_path() / ("granted_memory." + std::to_string(::getpid()));
};

TEST_F(GrantedMemory, IsTheLeastOfAllGroupsAbove) {
  EXPECT_EQ(granted("0::/job/step\n"), HUGE_VAL);
  put("job/step/memory.max", "max\n");
  EXPECT_EQ(granted("0::/job/step\n"), HUGE_VAL);
  put("job/memory.max", "3000000000\n");
  EXPECT_EQ(granted("0::/job/step\n"), 3e9);
  put("job/step/memory.max", "2000000000\n");
  EXPECT_EQ(granted("0::/job/step\n"), 2e9);
  EXPECT_EQ(granted("0::/job\n"), 3e9);
  EXPECT_EQ(granted("0::/other\n"), HUGE_VAL);
  put("memory.max", "1000000000\n");  // a container sees its own group as the root
  EXPECT_EQ(granted("0::/\n"), 1e9);
}

TEST_F(GrantedMemory, KnowsVersionOne) {
  put("memory/slurm/job/memory.limit_in_bytes", "4000000000\n");
  put("cpu/slurm/job/memory.limit_in_bytes", "1\n");  // not the hierarchy of memory
  EXPECT_EQ(granted("7:cpu,cpuacct:/slurm/job\n3:memory:/slurm/job\n"), 4e9);
  put("memory/memory.limit_in_bytes", "9223372036854771712\n");  // no limit
  EXPECT_EQ(granted("3:memory:/slurm/job/task_0\n"), 4e9);
}

}  // namespace
}  // namespace replicas
