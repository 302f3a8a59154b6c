#include "store/run_directory.h"

#include "expect_error.h"
#include "program/temporary_directory.h"

namespace replicas {
namespace {

using RunDirectoryTest = TemporaryDirectory;

TEST_F(RunDirectoryTest, IsMadeWithItsParentsAndTheConfiguration) {
  RunDirectory run(in("a") / "b" / "c", "seed = 1\n");
  run.keep();
  EXPECT_EQ(content(in("a") / "b" / "c" / "config.toml"), "seed = 1\n");
  EXPECT_EQ(run.result(), in("a") / "b" / "c" / "run.nc");
}

TEST_F(RunDirectoryTest, AnEmptyDirectoryIsTakenAndATrailingSlashMeansTheSame) {
  std::filesystem::create_directory(in("run"));
  RunDirectory run(in("run") / "", "");
  run.keep();
  EXPECT_EQ(run.path(), in("run"));
}

TEST_F(RunDirectoryTest, WhatIsInTheWayIsRefusedAndLeftAlone) {
  const auto refused = [this](const char* reason) {
    expect_error([this] { RunDirectory(in("run"), "new"); }, Exit::cannot_create, "run", reason, "--out");
  };
  put(in("run"), "a file");
  refused("not a directory");
  EXPECT_EQ(content(in("run")), "a file");
  std::filesystem::remove(in("run"));
  std::filesystem::create_symlink("nowhere", in("run"));
  refused("not a directory");
  std::filesystem::remove(in("run"));
  std::filesystem::create_directory(in("run"));
  put(in("run") / "notes\n.txt", "mine");
  refused("is not empty (notes\\x0a.txt)");
  put(in("run") / "config.toml", "old");
  refused("unfinished run");
  put(in("run") / "run.nc", "old");
  put(in("run") / "table.txt", "old");
  refused("finished run (config.toml, notes\\x0a.txt, run.nc and 1 more)");
  EXPECT_EQ(content(in("run") / "config.toml"), "old");
}

TEST_F(RunDirectoryTest, AParentThatIsAFileIsRefused) {
  put(in("file"), "");
  expect_error([this] { RunDirectory(in("file") / "run", ""); }, Exit::cannot_create, "file", "--out");
  expect_error([] { RunDirectory("/proc/no/such", ""); }, Exit::cannot_create, "/proc/no", "--out");
  expect_error([] { RunDirectory("", ""); }, Exit::usage, "empty");
}

TEST_F(RunDirectoryTest, AFailedRunLeavesNothingBehind) {
  {
    RunDirectory run(in("runs") / "x", "seed = 1\n");
    put(in("runs") / "x" / "run.nc.tmp", "half");
  }
  EXPECT_EQ(entries(), 0u);
}

TEST_F(RunDirectoryTest, AFailedRunLeavesWhatIsNotItsOwn) {
  std::filesystem::create_directory(in("runs"));
  {
    RunDirectory run(in("runs") / "x", "seed = 1\n");
    put(in("runs") / "x" / "notes.txt", "mine");
  }
  EXPECT_FALSE(std::filesystem::exists(in("runs") / "x" / "config.toml"));
  EXPECT_EQ(content(in("runs") / "x" / "notes.txt"), "mine");
  {
    RunDirectory run(in("runs") / "y", "seed = 1\n");
    put(run.result(), "a result");
  }
  EXPECT_EQ(content(in("runs") / "y" / "run.nc"), "a result");
  EXPECT_EQ(content(in("runs") / "y" / "config.toml"), "seed = 1\n");
}

TEST_F(RunDirectoryTest, ARunIsNamedByItsDirectoryOrItsFile) {
  std::filesystem::create_directory(in("run"));
  EXPECT_EQ(result_file(in("run")), in("run") / "run.nc");
  EXPECT_EQ(result_file(in("other.nc")), in("other.nc"));
}

}  // namespace
}  // namespace replicas
