#include "engine/cpu/worker_team.h"

#if defined(__linux__)
#include <sched.h>
#endif

#include <algorithm>

#include "engine/cpu/flush_denormals.h"

namespace replicas::cpu {

int available_processors() {
#if defined(__linux__)
  cpu_set_t set;
  if (sched_getaffinity(0, sizeof set, &set) == 0) return std::max(1, CPU_COUNT(&set));
#endif
  return std::max(1, static_cast<int>(std::thread::hardware_concurrency()));
}

WorkerTeam::WorkerTeam(int threads) {
  for (int worker = 1; worker < threads; ++worker) helpers_.emplace_back([this, worker] { help(worker); });
}

WorkerTeam::~WorkerTeam() {
  {
    const std::lock_guard lock(mutex_);
    stop_ = true;
  }
  start_.notify_all();
  for (std::thread& helper : helpers_) helper.join();
}

void WorkerTeam::run(std::size_t tasks, const std::function<void(int, std::size_t)>& body) {
  {
    const std::lock_guard lock(mutex_);
    body_ = &body;
    tasks_ = tasks;
    next_ = 0;
    busy_ = helpers_.size();
    ++round_;
  }
  start_.notify_all();
  {
    const FlushDenormals flush;
    work(0);
  }
  std::unique_lock lock(mutex_);
  done_.wait(lock, [this] { return busy_ == 0; });
}

void WorkerTeam::work(int worker) {
  for (std::size_t task = next_++; task < tasks_; task = next_++) (*body_)(worker, task);
}

void WorkerTeam::help(int worker) {
  const FlushDenormals flush;
  std::uint64_t seen = 0;
  std::unique_lock lock(mutex_);
  while (true) {
    start_.wait(lock, [&] { return stop_ || round_ != seen; });
    if (stop_) return;
    seen = round_;
    lock.unlock();
    work(worker);
    lock.lock();
    if (--busy_ == 0) done_.notify_one();
  }
}

}  // namespace replicas::cpu
