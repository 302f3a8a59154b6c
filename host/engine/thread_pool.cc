#include "engine/thread_pool.h"
#include "model/control_groups.h"

#include <pthread.h>
#if defined(__linux__)
#include <sched.h>
#endif

#include <algorithm>
#include <atomic>
#include <cmath>
#include <condition_variable>
#include <cstdint>
#include <exception>
#include <fstream>
#include <iterator>
#include <mutex>
#include <sstream>
#include <string>
#include <system_error>
#include <thread>
#include <utility>

namespace replicas {

namespace {

/// Processors that one control group may use, or none: infinity.
double quota(const std::string& folder) {
  std::ifstream now(folder + "/cpu.max");
  double most = 0, period = 0;
  if (now >> most >> period && period > 0) return most / period;  // "max 100000" reads as no number
  std::ifstream quota_file(folder + "/cpu.cfs_quota_us"), period_file(folder + "/cpu.cfs_period_us");
  if (quota_file >> most && period_file >> period && most > 0 && period > 0) return most / period;
  return HUGE_VAL;
}

/// The text of a file of the kernel.
std::string text_of(const char* path) {
  std::ifstream file(path);
  return {std::istreambuf_iterator<char>(file), {}};
}

thread_local bool inside = false;  // of a body: the pool is taken

/// A fixed place for one call at a time; helpers wait for the next.
class Pool {
 public:
  int start(int threads) {
    const std::lock_guard own(callers_);
    return grow(threads);
  }

  /// False when somebody else has the pool.
  bool run(std::size_t tasks, int threads, const std::function<void(int, std::size_t)>& body) {
    const std::unique_lock own(callers_, std::try_to_lock);
    if (!own.owns_lock()) return false;
    const int wanted = grow(static_cast<int>(std::min(tasks, static_cast<std::size_t>(threads))));
    {
      const std::lock_guard lock(mutex_);
      body_ = &body;
      tasks_ = tasks;
      next_ = 0;
      failure_ = nullptr;
      most_ = wanted;
      busy_ = static_cast<std::size_t>(wanted) - 1;
      ++round_;
    }
    start_.notify_all();
    work(0);
    std::unique_lock lock(mutex_);
    done_.wait(lock, [this] { return busy_ == 0; });
    body_ = nullptr;
    if (failure_ != nullptr) std::rethrow_exception(std::exchange(failure_, nullptr));
    return true;
  }

 private:
  /// Threads there are, at most so many, after trying to start what lacks.
  int grow(int threads) {
    try {
      while (static_cast<int>(helpers_) + 1 < threads) {
        std::thread([this, worker = static_cast<int>(helpers_) + 1, seen = round_] { help(worker, seen); }).detach();
        ++helpers_;
      }
    } catch (const std::system_error&) {
      // The system lets this process have no more; those there are do the work.
    }
    return std::min(threads, static_cast<int>(helpers_) + 1);
  }

  void work(int worker) {
    inside = true;
    try {
      for (std::size_t task = next_++; task < tasks_; task = next_++) (*body_)(worker, task);
    } catch (...) {
      const std::lock_guard lock(mutex_);
      if (failure_ == nullptr) failure_ = std::current_exception();
      next_ = tasks_;
    }
    inside = false;
  }

  [[noreturn]] void help(int worker, std::uint64_t seen) {
    std::unique_lock lock(mutex_);
    while (true) {
      start_.wait(lock, [&] { return round_ != seen; });
      seen = round_;
      if (worker >= most_) continue;
      lock.unlock();
      work(worker);
      lock.lock();
      if (--busy_ == 0) done_.notify_one();
    }
  }

  std::mutex callers_;  // held during a call
  std::mutex mutex_;    // of all below
  std::condition_variable start_, done_;
  const std::function<void(int, std::size_t)>* body_ = nullptr;
  std::size_t tasks_ = 0;
  std::atomic<std::size_t> next_{0};
  std::exception_ptr failure_;
  int most_ = 1;             // threads of this round
  std::size_t busy_ = 0;     // helpers that have not finished this round
  std::uint64_t round_ = 0;  // grows with every call
  std::size_t helpers_ = 0;
};

Pool* current = nullptr;

/// Never destroyed: its helpers wait for work until the process ends.
Pool& pool() {
  static std::once_flag once;
  std::call_once(once, [] {
    current = new Pool;
    pthread_atfork(nullptr, nullptr, [] {  // threads do not follow into a child
      current = new Pool;
      inside = false;
    });
  });
  return *current;
}

}  // namespace

double granted_processors(const std::string& groups, const std::string& root) {
  double least = HUGE_VAL;
  for (const std::string& folder : control_group_folders(groups, root, "cpu")) least = std::min(least, quota(folder));
  return least;
}

int available_processors() {
  int processors = std::max(1, static_cast<int>(std::thread::hardware_concurrency()));
#if defined(__linux__)
  cpu_set_t set;
  if (sched_getaffinity(0, sizeof set, &set) == 0) processors = std::max(1, CPU_COUNT(&set));
#endif
  static const double most = std::ceil(granted_processors(text_of("/proc/self/cgroup"), "/sys/fs/cgroup"));
  return most < processors ? std::max(1, static_cast<int>(most)) : processors;
}

int start_threads(int threads) { return pool().start(threads > 0 ? threads : available_processors()); }

void run_tasks(std::size_t tasks, int threads, const std::function<void(int, std::size_t)>& body) {
  if (tasks > 1 && threads != 1 && !inside && pool().run(tasks, threads > 0 ? threads : available_processors(), body))
    return;
  for (std::size_t task = 0; task < tasks; ++task) body(0, task);
}

}  // namespace replicas
