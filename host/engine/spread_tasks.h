#pragma once

#include <algorithm>
#include <atomic>
#include <cstddef>
#include <future>
#include <thread>
#include <vector>

namespace replicas {

/// Roughly what one task takes, in nanoseconds, where it is little.
struct TaskCost {
  double nanoseconds;
};
inline constexpr TaskCost dear_task{1e6};
/// Of so many operations on floats that are read one after another.
constexpr TaskCost cost_of(std::size_t operations) { return {0.5 * static_cast<double>(operations)}; }

/// Calls body(task) once for every task below `tasks`, in any order, on at most `threads` threads (0: all cores), the
/// caller's among them; no thread is started for less work than its start. What a body throws is thrown here, after
/// the other threads are done with their tasks.
template <class Body>
void spread_tasks(std::size_t tasks, int threads, TaskCost cost, const Body& body) {
  constexpr double start = 5e4;  // nanoseconds
  const std::size_t cores = std::max(1u, std::thread::hardware_concurrency());
  const auto worth = static_cast<std::size_t>(static_cast<double>(tasks) * cost.nanoseconds / start) + 1;
  const std::size_t most = std::min({tasks, worth, threads > 0 ? static_cast<std::size_t>(threads) : cores});
  std::atomic<std::size_t> next{0};
  const auto work = [&] {
    for (std::size_t task = next++; task < tasks; task = next++) body(task);
  };
  std::vector<std::future<void>> helpers;  // whose destructors wait; one that found no thread works when it is asked
  for (std::size_t thread = 1; thread < most; ++thread) helpers.push_back(std::async(work));
  work();
  for (std::future<void>& helper : helpers) helper.get();
}

}  // namespace replicas
