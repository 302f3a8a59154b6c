#include "engine/spread_tasks.h"

#include <gtest/gtest.h>

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <mutex>
#include <set>
#include <stdexcept>
#include <thread>
#include <vector>

#include "engine/dot.h"

namespace replicas {
namespace {

TEST(SpreadTasks, EveryTaskIsDoneOnce) {
  for (const int threads : {0, 1, 3, 8})
    for (const std::size_t tasks : {0u, 1u, 2u, 100u}) {
      std::vector<std::atomic<int>> done(tasks);
      spread_tasks(tasks, threads, dear_task, [&](std::size_t task) { ++done[task]; });
      for (const std::atomic<int>& one : done) EXPECT_EQ(one, 1);
    }
}

// 1000 tasks of 40 ns are 40 us, less than a thread's start; of 4 us they are worth 80 threads. A task waits until as
// many threads as are expected have one, so that a busy machine cannot start them too late.
TEST(SpreadTasks, ThreadsAreStartedOnlyForWorkThatIsWorthThem) {
  const auto threads_of = [](TaskCost cost, std::size_t expected) {
    std::mutex mutex;
    std::condition_variable came;
    std::set<std::thread::id> threads;
    bool patient = true;
    spread_tasks(1000, 4, cost, [&](std::size_t) {
      std::unique_lock lock(mutex);
      threads.insert(std::this_thread::get_id());
      came.notify_all();
      patient = patient && came.wait_for(lock, std::chrono::minutes(10), [&] { return threads.size() >= expected; });
    });
    return threads;
  };
  EXPECT_EQ(threads_of({40}, 1), std::set{std::this_thread::get_id()});
  EXPECT_EQ(threads_of({4000}, 4).size(), 4u);
}

TEST(SpreadTasks, WhatABodyThrowsIsThrownHere) {
  std::atomic<int> running = 0;
  const auto body = [&](std::size_t task) {
    ++running;
    std::this_thread::sleep_for(std::chrono::milliseconds(1));
    --running;
    if (task == 5) throw std::runtime_error("task 5");
  };
  EXPECT_THROW(spread_tasks(20, 3, dear_task, body), std::runtime_error);
  EXPECT_EQ(running, 0);  // nobody works on what the caller may now take away
}

TEST(Dot, SumsEveryProductInDouble) {
  for (std::size_t size = 0; size < 40; ++size) {
    std::vector<float> a(size);
    std::vector<double> b(size);
    long double expected = 0, sizes = 0;
    for (std::size_t i = 0; i < size; ++i) {
      a[i] = 1.0f / static_cast<float>(i + 3);
      b[i] = i % 2 == 0 ? 1e5 : -1.0 / static_cast<double>(i);
      expected += static_cast<long double>(a[i]) * b[i];
      sizes += std::abs(static_cast<long double>(a[i]) * b[i]);
    }
    // Each product and each of at most 5 + 3 sums is rounded once.
    EXPECT_NEAR(dot(a, b), static_cast<double>(expected), 9 * 1.2e-16 * static_cast<double>(sizes)) << size;
  }
}

}  // namespace
}  // namespace replicas
