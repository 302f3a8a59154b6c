// Long: all that a run may find in its directory.
#include "store/run_directory.h"

#include "expect_error.h"
#include "program/temporary_directory.h"
#include "store/durable_file.h"
#include "store/run_files.h"

namespace replicas {
namespace {

class RunDirectoryTest : public TemporaryDirectory {
 protected:
  void put_run() {
    std::filesystem::create_directories(in("run"));
    put(in("run") / "config.toml", "old");
  }
};

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
    expect_error([this] { RunDirectory(in("run"), false); }, ErrorKind::cannot_create, "run", reason, "<out>");
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

/// A first commit of config.toml and one more file, such as Checkpoints makes it.
void commit(const RunDirectory& run) {
  create_directory_durably(run.work() / "segments");
  write_durably(run.work() / "segments/000000", "new");
  Manifest manifest;
  manifest.program = "this";
  manifest.step_sizes = {0.1};
  manifest.files = {listed(run.work(), "config.toml"), listed(run.work(), "segments/000000")};
  write_durably(run.work() / "manifest", to_text(manifest));
}

TEST_F(RunDirectoryTest, ARunThatIsThereIsKeptUntilItsSuccessorIsCommitted) {
  std::filesystem::create_directory(in("run"));
  std::filesystem::create_directory(in("run") / "segments");
  for (const char* name :
       {"config.toml", "manifest", "manifest.prev", "state.0.50", "segments/000000", "run.nc", "mine"})
    put(in("run") / name, "old");
  EXPECT_EQ(RunDirectory(in("run"), false).configuration(), "old");
  EXPECT_EQ(content(in("run") / "state.0.50"), "old");
  put(in("run") / "config.toml.tmp", "of a killed process");
  const auto is_old = [this] {
    for (const char* name : {"config.toml", "manifest", "manifest.prev", "state.0.50", "segments/000000", "run.nc"})
      EXPECT_EQ(content(in("run") / name), "old") << name;
    EXPECT_FALSE(std::filesystem::exists(in("run") / "next"));
  };
  {
    RunDirectory run(in("run"), true);
    EXPECT_EQ(run.configuration(), std::nullopt);
    EXPECT_EQ(run.replaced_bytes(), 6 * 3 + 19);  // six files that say "old", and what the killed process left
    run.begin("new");
    EXPECT_EQ(run.configuration(), "new");
  }
  is_old();  // the new run failed before its first commit
  {
    RunDirectory run(in("run"), true);
    run.begin("new");
    run.keep_begun();
  }
  EXPECT_EQ(RunDirectory(in("run"), false).configuration(), "old");
  {
    RunDirectory run(in("run"), true);  // it can go on ...
    EXPECT_EQ(run.configuration(), "new");
    run.clear();  // ... or begin anew
    is_old();
    run.begin("newer");
    commit(run);
    run.keep();
    EXPECT_EQ(run.work(), in("run"));
  }
  EXPECT_EQ(content(in("run") / "config.toml"), "newer");
  EXPECT_EQ(content(in("run") / "segments/000000"), "new");
  for (const char* name : {"manifest.prev", "state.0.50", "run.nc", "next", "arrived"})
    EXPECT_FALSE(std::filesystem::exists(in("run") / name)) << name;
  EXPECT_EQ(content(in("run") / "mine"), "old");  // that is not ours to remove
}

TEST_F(RunDirectoryTest, AReplacementInWhichAProcessDiedIsEndedByTheNext) {
  for (const bool arrived : {false, true}) {
    put_run();
    {
      RunDirectory run(in("run"), true);
      run.begin("new");
      commit(run);
      run.keep_begun();  // and here it died
    }
    if (arrived) {
      std::filesystem::remove(in("run") / "config.toml");
      std::filesystem::rename(in("run") / "next", in("run") / "arrived");
      std::filesystem::rename(in("run") / "arrived/config.toml", in("run") / "config.toml");
    }
    EXPECT_EQ(RunDirectory(in("run"), false).configuration(), "new");
    EXPECT_TRUE(std::filesystem::exists(in("run") / "manifest"));
    EXPECT_FALSE(std::filesystem::exists(in("run") / "next") || std::filesystem::exists(in("run") / "arrived"));
    std::filesystem::remove_all(in("run"));
  }
}

TEST_F(RunDirectoryTest, WhatOnlyLooksLikeAReplacementIsLeftAlone) {
  put_run();
  std::filesystem::create_directories(in("run") / "next");
  put(in("run") / "next" / "manifest", "of somebody else");
  put(in("run") / "next" / "mine", "mine");
  EXPECT_EQ(RunDirectory(in("run"), false).configuration(), "old");
  EXPECT_EQ(content(in("run") / "next" / "manifest"), "of somebody else");
}

TEST_F(RunDirectoryTest, ASavedRunWithoutItsConfigurationIsDamaged) {
  std::filesystem::create_directory(in("run"));
  put(in("run") / "manifest", "old");
  expect_error([this] { RunDirectory(in("run"), false); }, ErrorKind::bad_data, "config.toml is missing",
               "<overwrite>");
  EXPECT_EQ(content(in("run") / "manifest"), "old");
  EXPECT_EQ(RunDirectory(in("run"), true).configuration(), std::nullopt);
  EXPECT_TRUE(RunDirectory(in("run"), true).replaces());
}

TEST_F(RunDirectoryTest, OneProcessWorksInItAtATime) {
  RunDirectory run(in("run"), false);
  expect_error([this] { RunDirectory(in("run"), false); }, ErrorKind::cannot_create, "in use");
  EXPECT_TRUE(is_locked(in("run")));
}

TEST_F(RunDirectoryTest, AParentThatIsAFileIsRefused) {
  put(in("file"), "");
  expect_error([this] { RunDirectory(in("file") / "run", false); }, ErrorKind::cannot_create, "file", "<out>");
  expect_error([] { RunDirectory("/proc/no/such", false); }, ErrorKind::cannot_create, "/proc/no", "<out>");
  expect_error([] { RunDirectory("", false); }, ErrorKind::bad_value, "empty");
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
