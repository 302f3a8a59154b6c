#pragma once

#include <atomic>
#include <condition_variable>
#include <cstddef>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

namespace replicas::cpu {

/// Processors this process may run on.
int available_processors();

/// A fixed number of threads that wait for work; the caller of `run` is one of them. All compute with denormals
/// flushed.
class WorkerTeam {
 public:
  explicit WorkerTeam(int threads);
  ~WorkerTeam();
  int threads() const { return static_cast<int>(helpers_.size()) + 1; }

  /// Calls body(worker, task) once for every task below `tasks`, in any order, worker < threads(). The body must not
  /// throw. One caller at a time.
  void run(std::size_t tasks, const std::function<void(int worker, std::size_t task)>& body);

 private:
  void help(int worker);
  void work(int worker);

  std::mutex mutex_;
  std::condition_variable start_, done_;
  const std::function<void(int, std::size_t)>* body_ = nullptr;
  std::size_t tasks_ = 0;
  std::atomic<std::size_t> next_{0};
  std::size_t busy_ = 0;     // helpers that have not finished this round
  std::uint64_t round_ = 0;  // grows with every run
  bool stop_ = false;
  std::vector<std::thread> helpers_;
};

}  // namespace replicas::cpu
