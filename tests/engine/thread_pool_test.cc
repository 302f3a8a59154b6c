#include "engine/thread_pool.h"

#include <gtest/gtest.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <atomic>
#include <cmath>
#include <filesystem>
#include <fstream>
#include <functional>
#include <mutex>
#include <set>
#include <stdexcept>
#include <thread>
#include <vector>

#include "program/temporary_directory.h"

#if defined(__SANITIZE_THREAD__)
constexpr bool may_fork = false;  // ThreadSanitizer ends a child of a process with threads
#else
constexpr bool may_fork = true;
#endif

namespace replicas {
namespace {

bool all_done(std::size_t tasks, int threads) {
  std::vector<std::atomic<int>> done(tasks);
  run_tasks(tasks, threads, [&](int, std::size_t task) { ++done[task]; });
  for (const std::atomic<int>& one : done)
    if (one != 1) return false;
  return true;
}

/// The exit status of a child that does this; -1 when a signal ended it.
int in_child(const std::function<int()>& body) {
  const pid_t child = fork();
  if (child == 0) _exit(body());
  int status = 0;
  waitpid(child, &status, 0);
  return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

TEST(ThreadPool, WorkersAreNumberedAndNoTwoThreadsShareANumber) {
  std::mutex mutex;
  std::set<std::pair<int, std::thread::id>> seen;
  for (int round = 0; round < 50; ++round)
    run_tasks(40, 3, [&](int worker, std::size_t) {
      const std::lock_guard lock(mutex);
      seen.emplace(worker, std::this_thread::get_id());
    });
  std::set<int> workers;
  for (const auto& [worker, thread] : seen) {
    EXPECT_TRUE(worker >= 0 && worker < 3);
    EXPECT_TRUE(workers.insert(worker).second) << "worker " << worker << " is two threads";
    EXPECT_EQ(worker == 0, thread == std::this_thread::get_id());
  }
}

TEST(ThreadPool, ACallInsideATaskIsDoneByItsCaller) {
  std::atomic<int> inner = 0, elsewhere = 0;
  run_tasks(8, 4, [&](int, std::size_t) {
    const std::thread::id own = std::this_thread::get_id();
    run_tasks(10, 4, [&](int worker, std::size_t) {
      ++inner;
      elsewhere += worker != 0 || std::this_thread::get_id() != own;
    });
  });
  EXPECT_EQ(inner, 80);
  EXPECT_EQ(elsewhere, 0);
}

TEST(ThreadPool, TwoCallersDoNotWaitForEachOther) {
  // The first holds the pool until the second, which has to do its work alone, is done.
  std::atomic<bool> second_done = false, first_has_it = false;
  std::thread first([&] {
    run_tasks(2, 2, [&](int, std::size_t) {
      first_has_it = true;
      while (!second_done) std::this_thread::yield();
    });
  });
  while (!first_has_it) std::this_thread::yield();
  EXPECT_TRUE(all_done(20, 4));
  second_done = true;
  first.join();
}

TEST(ThreadPool, AnErrorLeavesItFitForWork) {
  for (int round = 0; round < 20; ++round) {
    EXPECT_THROW(run_tasks(50, 4,
                           [](int, std::size_t task) {
                             if (task % 7 == 3) throw std::runtime_error("task");
                           }),
                 std::runtime_error);
    EXPECT_TRUE(all_done(50, 4));
  }
}

TEST(ThreadPool, AChildOfForkHasItsOwn) {
  if (!may_fork) GTEST_SKIP() << "no fork under ThreadSanitizer";
  EXPECT_TRUE(all_done(100, 4));
  EXPECT_EQ(in_child([] { return all_done(100, 4) ? 0 : 1; }), 0);
  EXPECT_TRUE(all_done(100, 4));
}

// As under a limit of processes of a shared machine: fewer threads do all the work.
TEST(ThreadPool, ThreadsThatCannotBeHadAreDoneWithout) {
  if (!may_fork) GTEST_SKIP() << "no fork under ThreadSanitizer";
  const int status = in_child([] {
    if (geteuid() == 0 && setuid(65534) != 0) return 2;  // no limit holds for root
    const rlimit limit{1, 1};
    if (setrlimit(RLIMIT_NPROC, &limit) != 0) return 3;
    if (start_threads(64) != 1) return 4;
    return all_done(100, 64) ? 0 : 5;
  });
  EXPECT_EQ(status, 0);
}

using ControlGroups = TemporaryDirectory;

TEST_F(ControlGroups, GrantProcessors) {
  const auto write = [&](const std::string& name, const std::string& text) {
    const std::filesystem::path path = in(name);
    std::filesystem::create_directories(path.parent_path());
    std::ofstream(path) << text;
  };
  const std::string root = directory_.string(), here = "0::/pod/job\n";
  EXPECT_EQ(granted_processors(here, root), HUGE_VAL);
  write("pod/cpu.max", "150000 100000\n");
  write("pod/job/cpu.max", "max 100000\n");
  EXPECT_EQ(granted_processors(here, root), 1.5);
  write("cpu/old/cpu.cfs_quota_us", "50000");
  write("cpu/old/cpu.cfs_period_us", "100000");
  EXPECT_EQ(granted_processors("4:cpu,cpuacct:/old\n3:memory:/old", root), 0.5);
  EXPECT_EQ(granted_processors("4:cpuset:/old\nnonsense\n", root), HUGE_VAL);
}

TEST(ThreadPool, ProcessorsAreThoseOfTheProcess) {
  EXPECT_GE(available_processors(), 1);
  EXPECT_LE(available_processors(), static_cast<int>(std::thread::hardware_concurrency()));
  EXPECT_EQ(start_threads(0), available_processors());
}

}  // namespace
}  // namespace replicas
