#include "store/durable_file.h"

#include <sys/wait.h>
#include <unistd.h>

#include <functional>

#include "expect_error.h"
#include "program/sample_results.h"
#include "program/system_faults.h"
#include "program/temporary_directory.h"
#include "store/run_nc.h"

namespace replicas {
namespace {

using Calls = std::vector<std::string>;

class DurableFile : public TemporaryDirectory {
 protected:
  const std::string before = "before";
  const std::string after = std::string(100'000, 'a') + "after";

  /// The two ways to a file, and the system calls that make each of them durable.
  struct Way {
    std::function<void()> prepare;
    std::function<void()> go;
    Calls calls;
  };
  Way written() {
    return {[] {},
            [this] { write_durably(in("file"), after); },
            {"open file.tmp", "write file.tmp", "fsync file.tmp", "close file.tmp", "rename file.tmp file", "open .",
             "fsync .", "close ."}};
  }
  /// Where the version before has to stay readable.
  Way kept() {
    return {[] {},
            [this] { write_durably(in("file"), std::as_bytes(std::span(after)), in("file.prev")); },
            {"open file.tmp", "write file.tmp", "fsync file.tmp", "close file.tmp", "link file file.prev.tmp",
             "rename file.prev.tmp file.prev", "rename file.tmp file", "open .", "fsync .", "close ."}};
  }
  Way committed() {
    return {
        [this] { put(in("file.tmp"), after); },
        [this] { commit_file(in("file.tmp"), in("file")); },
        {"open file.tmp", "fsync file.tmp", "close file.tmp", "rename file.tmp file", "open .", "fsync .", "close ."}};
  }
  void prepare(const Way& way) {
    std::filesystem::remove_all(directory_);
    std::filesystem::create_directory(directory_);
    put(in("file"), before);
    way.prepare();
  }
};

TEST_F(DurableFile, TheSystemCallsAreTheseInThisOrder) {
  for (const Way& way : {written(), committed()}) {
    prepare(way);
    arm(Fault::none, 0);
    way.go();
    EXPECT_EQ(disarm(), way.calls);
    EXPECT_EQ(content(in("file")), after);
    EXPECT_EQ(entries(), 1u);
  }
}

// Whatever fails, and how: one line with the path and the system's reason; the file is what it was or what it shall
// be; nothing is left beside it; and nothing is tried again (a second fsync that succeeds means nothing).
TEST_F(DurableFile, AnyCallMayFail) {
  for (const Way& way : {written(), committed()})
    for (const auto& [fault, reason] : {std::pair{Fault::no_space, "No space left"}, {Fault::io_error, "Input/output"}})
      for (int call = 1; call <= static_cast<int>(way.calls.size()); ++call) {
        const std::string name = way.calls[static_cast<std::size_t>(call - 1)];
        prepare(way);
        arm(fault, call);
        expect_error(way.go, ErrorKind::io_error, directory_.string(), reason);
        const Calls calls = disarm();
        EXPECT_EQ(std::count(calls.begin(), calls.end(), name), 1) << name << " was tried again";
        const bool renamed =
            std::find(way.calls.begin(), way.calls.end(), "rename file.tmp file") < way.calls.begin() + (call - 1);
        EXPECT_TRUE(content(in("file")) == (renamed ? after : before)) << name;
        EXPECT_EQ(entries(), 1u) << name << " left something behind";
      }
}

TEST_F(DurableFile, ThePreviousVersionIsKeptAndNeitherNameIsEverMissing) {
  prepare(kept());
  arm(Fault::none, 0);
  kept().go();
  EXPECT_EQ(disarm(), kept().calls);
  EXPECT_EQ(content(in("file.prev")), before);
  EXPECT_TRUE(content(in("file")) == after);
  for (int call = 1; call <= static_cast<int>(kept().calls.size()); ++call) {
    const std::string name = kept().calls[static_cast<std::size_t>(call - 1)];
    prepare(kept());
    put(in("file.prev"), "older");
    arm(Fault::io_error, call);
    expect_error(kept().go, ErrorKind::io_error, directory_.string(), "Input/output");
    disarm();
    const std::string file = content(in("file")), previous = content(in("file.prev"));
    EXPECT_TRUE(file == before || (file == after && previous == before)) << name;
    EXPECT_TRUE(previous == "older" || previous == before) << name;
    EXPECT_EQ(entries(), 2u) << name << " left something behind";
  }
  // File systems without hard links get a copy.
  prepare(kept());
  arm(Fault::no_links, 5);
  kept().go();
  disarm();
  EXPECT_EQ(content(in("file.prev")), before);
  EXPECT_TRUE(content(in("file")) == after);
}

TEST_F(DurableFile, AShortOrInterruptedWriteGoesOn) {
  for (const Fault fault : {Fault::short_write, Fault::interrupted}) {
    prepare(written());
    arm(fault, 2);
    written().go();
    const Calls calls = disarm();
    EXPECT_EQ(std::count(calls.begin(), calls.end(), "write file.tmp"), 2);
    EXPECT_TRUE(content(in("file")) == after);
  }
}

TEST_F(DurableFile, AKilledProcessLeavesTheOldFileOrTheNewOne) {
  for (const Way& way : {written(), committed()})
    for (int call = 1; call <= static_cast<int>(way.calls.size()); ++call) {
      prepare(way);
      const pid_t child = fork();
      if (child == 0) {
        arm(Fault::killed, call);
        way.go();
        _exit(0);
      }
      int status = 0;
      ASSERT_EQ(waitpid(child, &status, 0), child);
      ASSERT_EQ(WEXITSTATUS(status), 99);
      const std::string found = content(in("file"));
      EXPECT_TRUE(found == before || found == after) << way.calls[static_cast<std::size_t>(call - 1)];
      write_durably(in("file"), "next");  // what the killed process left is not in the way
      EXPECT_EQ(content(in("file")), "next");
      EXPECT_EQ(entries(), 1u);
    }
}

TEST_F(DurableFile, ALinkIsReplacedNotFollowed) {
  put(in("elsewhere"), before);
  std::filesystem::create_symlink("elsewhere", in("file"));
  std::filesystem::create_symlink("elsewhere", in("file.tmp"));
  write_durably(in("file"), after);
  EXPECT_EQ(content(in("elsewhere")), before);
  EXPECT_TRUE(content(in("file")) == after);
}

TEST_F(DurableFile, PathsThatCannotBeWrittenAreNamed) {
  expect_error([this] { write_durably(in("none") / "file", ""); }, ErrorKind::io_error, "none/file.tmp",
               "No such file");
  std::filesystem::create_directory(in("file"));
  expect_error([this] { write_durably(in("file"), ""); }, ErrorKind::io_error, "file", "Is a directory");
  expect_error([this] { commit_file(in("none.tmp"), in("none")); }, ErrorKind::io_error, "none.tmp", "No such file");
  EXPECT_EQ(entries(), 1u);
}

TEST_F(DurableFile, AnEmptyFileIsAFile) {
  write_durably(in("file"), "");
  EXPECT_TRUE(std::filesystem::is_regular_file(in("file")));
}

// netCDF writes run.nc.tmp by itself (its calls have other names); from there on it is the layer's.
TEST_F(DurableFile, TheResultFileIsCommittedTheSameWay) {
  const Calls commit = {"open run.nc.tmp", "fsync run.nc.tmp", "close run.nc.tmp", "rename run.nc.tmp run.nc",
                        "open .",          "fsync .",          "close ."};
  arm(Fault::none, 0);
  write_run(in("run.nc"), sample_results());
  const Calls calls = disarm();
  const int first = static_cast<int>(calls.size() - commit.size());
  ASSERT_GE(first, 0);
  EXPECT_EQ(Calls(calls.begin() + first, calls.end()), commit);
  for (int call = 1; call <= 4; ++call) {
    std::filesystem::remove(in("run.nc"));
    arm(Fault::io_error, first + call);
    expect_error([this] { write_run(in("run.nc"), sample_results()); }, ErrorKind::io_error, "run.nc", "Input/output");
    disarm();
    EXPECT_EQ(entries(), 0u) << commit[static_cast<std::size_t>(call - 1)];
  }
}

}  // namespace
}  // namespace replicas
