#pragma once

#include <algorithm>
#include <atomic>
#include <cstddef>
#include <future>
#include <thread>
#include <vector>

namespace replicas {

/// Calls body(task) once for every task below `tasks`, in any order, on at most `threads` threads (0: all cores), the
/// caller's among them. What a body throws is thrown here, after the other threads are done with their tasks.
template <class Body>
void spread_tasks(std::size_t tasks, int threads, const Body& body) {
  const std::size_t cores = std::max(1u, std::thread::hardware_concurrency());
  const std::size_t most = std::min(tasks, threads > 0 ? static_cast<std::size_t>(threads) : cores);
  std::atomic<std::size_t> next{0};
  const auto work = [&] {
    for (std::size_t task = next++; task < tasks; task = next++) body(task);
  };
  std::vector<std::future<void>> helpers;  // whose destructors wait
  for (std::size_t thread = 1; thread < most; ++thread) helpers.push_back(std::async(std::launch::async, work));
  work();
  for (std::future<void>& helper : helpers) helper.get();
}

}  // namespace replicas
