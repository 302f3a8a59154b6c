#pragma once

#include <algorithm>
#include <cstddef>

#include "engine/thread_pool.h"

namespace replicas {

/// Roughly what one task takes, in nanoseconds, where it is little.
struct TaskCost {
  double nanoseconds;
};
inline constexpr TaskCost dear_task{1e6};
/// Of so many operations on floats that are read one after another.
constexpr TaskCost cost_of(std::size_t operations) { return {0.5 * static_cast<double>(operations)}; }

/// Calls body(task) once for every task below `tasks`, by run_tasks, on fewer threads where the work is less than what
/// waking one costs.
template <class Body>
void spread_tasks(std::size_t tasks, int threads, TaskCost cost, const Body& body) {
  constexpr double wake = 5e4;  // nanoseconds that are worth it
  const double worth = static_cast<double>(tasks) * cost.nanoseconds / wake + 1;
  const int most = threads > 0 ? threads : available_processors();
  run_tasks(tasks, worth < most ? static_cast<int>(worth) : most, [&](int, std::size_t task) { body(task); });
}

}  // namespace replicas
