#include "store/run_directory.h"

#include "expect_error.h"
#include "program/temporary_directory.h"

namespace replicas {
namespace {

using RunDirectoryTest = TemporaryDirectory;

/// A run that has begun.
struct Begun {
  Begun(const std::filesystem::path& path, const std::string& configuration) : run(path, false) {
    run.begin(configuration);
  }
  RunDirectory run;
};

TEST_F(RunDirectoryTest, IsMadeWithItsParentsAndTheConfiguration) {
  RunDirectory run(in("a") / "b" / "c", false);
  EXPECT_EQ(run.configuration(), std::nullopt);
  run.begin("seed = 1\n");
  run.keep();
  EXPECT_EQ(run.configuration(), "seed = 1\n");
  EXPECT_EQ(content(in("a") / "b" / "c" / "config.toml"), "seed = 1\n");
  EXPECT_EQ(run.result(), in("a") / "b" / "c" / "run.nc");
}

TEST_F(RunDirectoryTest, AnEmptyDirectoryIsTakenAndATrailingSlashMeansTheSame) {
  std::filesystem::create_directory(in("run"));
  RunDirectory run(in("run") / "", false);
  EXPECT_EQ(run.path(), in("run"));
}

TEST_F(RunDirectoryTest, WhatIsInTheWayIsRefusedAndLeftAlone) {
  const auto refused = [this](const char* reason) {
    expect_error([this] { RunDirectory(in("run"), false); }, Exit::cannot_create, "run", reason, "--out");
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
  EXPECT_EQ(content(in("run") / "notes\n.txt"), "mine");
  std::filesystem::remove(in("run") / "notes\n.txt");
  put(in("run") / "run.nc", "a result of another place");
  refused("is not empty (run.nc)");
}

TEST_F(RunDirectoryTest, ARunThatIsThereIsKeptUnlessItShallBeOverwritten) {
  std::filesystem::create_directory(in("run"));
  std::filesystem::create_directory(in("run") / "segments");
  for (const char* name :
       {"config.toml", "manifest", "manifest.prev", "state.0.50", "segments/000000", "run.nc", "mine"})
    put(in("run") / name, "old");
  EXPECT_EQ(RunDirectory(in("run"), false).configuration(), "old");
  EXPECT_EQ(content(in("run") / "state.0.50"), "old");
  put(in("run") / "config.toml.tmp", "of a killed process");
  EXPECT_EQ(RunDirectory(in("run"), true).configuration(), std::nullopt);
  EXPECT_FALSE(std::filesystem::exists(in("run") / "manifest") || std::filesystem::exists(in("run") / "segments"));
  EXPECT_EQ(content(in("run") / "mine"), "old");  // that is not ours to remove
}

TEST_F(RunDirectoryTest, ASavedRunWithoutItsConfigurationIsDamaged) {
  std::filesystem::create_directory(in("run"));
  put(in("run") / "manifest", "old");
  expect_error([this] { RunDirectory(in("run"), false); }, Exit::bad_data, "config.toml is missing", "--overwrite");
  EXPECT_EQ(content(in("run") / "manifest"), "old");
  EXPECT_EQ(RunDirectory(in("run"), true).configuration(), std::nullopt);
}

TEST_F(RunDirectoryTest, OneProcessWorksInItAtATime) {
  RunDirectory run(in("run"), false);
  expect_error([this] { RunDirectory(in("run"), false); }, Exit::cannot_create, "in use");
  EXPECT_TRUE(is_locked(in("run")));
}

TEST_F(RunDirectoryTest, AParentThatIsAFileIsRefused) {
  put(in("file"), "");
  expect_error([this] { RunDirectory(in("file") / "run", false); }, Exit::cannot_create, "file", "--out");
  expect_error([] { RunDirectory("/proc/no/such", false); }, Exit::cannot_create, "/proc/no", "--out");
  expect_error([] { RunDirectory("", false); }, Exit::usage, "empty");
}

TEST_F(RunDirectoryTest, AFailedRunLeavesNothingBehind) {
  {
    Begun begun(in("runs") / "x", "seed = 1\n");
    put(in("runs") / "x" / "run.nc.tmp", "half");
  }
  EXPECT_EQ(entries(), 0u);
}

TEST_F(RunDirectoryTest, AFailedRunLeavesWhatIsNotItsOwn) {
  std::filesystem::create_directory(in("runs"));
  {
    Begun begun(in("runs") / "x", "seed = 1\n");
    put(in("runs") / "x" / "notes.txt", "mine");
  }
  EXPECT_FALSE(std::filesystem::exists(in("runs") / "x" / "config.toml"));
  EXPECT_EQ(content(in("runs") / "x" / "notes.txt"), "mine");
  {
    Begun begun(in("runs") / "y", "seed = 1\n");
    put(begun.run.result(), "a result");
    begun.run.keep();
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
