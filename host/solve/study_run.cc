#include "solve/study_run.h"

#include <algorithm>
#include <chrono>

#include "engine/spread_tasks.h"
#include "model/error.h"

namespace replicas::solve {

namespace {

double now_seconds() {
  return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count();
}

}  // namespace

StudyRun::StudyRun(const Study& study, std::string identity, int shard, int shards)
    : study_(study), identity_(std::move(identity)) {
  for (std::size_t load = 0; load < study.loads.size(); ++load)
    for (int instance = shard; instance < study.instances; instance += shards)
      for (int attempt = 0; attempt < study.attempts; ++attempt) tasks_.push_back({load, instance, attempt});
}

/// Under the lock.
void StudyRun::save_if_due(const Watch& watch, bool now) {
  if (!watch.save || (!now && now_seconds() - last_save_ < watch.save_seconds)) return;
  watch.save(state());
  last_save_ = now_seconds();
}

void StudyRun::work_on(Task& task, const Kernels& kernels, const Watch& watch) {
  const Instance instance =
      instance_of(study_, study_.loads[task.load], static_cast<std::uint64_t>(task.instance), task.attempt);
  const std::unique_ptr<Attempt> attempt = make_attempt(study_, instance, kernels);
  if (!task.state.empty()) attempt->restore(task.state);
  const double before = task.seconds, start = processor_seconds();
  double last_look = now_seconds(), last_kept = last_look;
  while (attempt->advance()) {
    constexpr double between_looks = 0.05;
    const double now = now_seconds();
    if (now - last_look < between_looks) continue;
    last_look = now;
    const std::scoped_lock lock(mutex_);
    stopped_ = stopped_ || watch.stop();
    if (!stopped_ && now - last_kept < watch.save_seconds) continue;
    task.state = attempt->state();
    task.seconds = before + processor_seconds() - start;
    last_kept = now;
    if (stopped_) return;
    save_if_due(watch, false);
  }
  Solved solved;
  solved.outcome = attempt->outcome();
  solved.seconds = before + processor_seconds() - start;
  measure(study_, instance, kernels, solved);
  const std::scoped_lock lock(mutex_);
  task.solved = std::move(solved);
  task.done = true;
  task.state.clear();
  save_if_due(watch, false);
  if (watch.finished) watch.finished(finished(), tasks_.size());
}

bool StudyRun::go_on(const Kernels& kernels, const Watch& watch) {
  last_save_ = now_seconds();
  stopped_ = false;
  spread_tasks(tasks_.size(), study_.threads, dear_task, [&](std::size_t i) {
    {
      const std::scoped_lock lock(mutex_);
      stopped_ = stopped_ || watch.stop();
      if (tasks_[i].done || stopped_) return;
    }
    work_on(tasks_[i], kernels, watch);
  });
  const bool complete = finished() == tasks_.size();
  if (!complete) save_if_due(watch, true);
  return complete;
}

std::vector<std::byte> StudyRun::state() {
  StateWriter writer;
  std::vector<char> identity(identity_.begin(), identity_.end());
  writer(identity);
  for (Task& task : tasks_) {
    writer(task.done);
    if (task.done)
      writer(task.solved);
    else
      writer(task.seconds, task.state);
  }
  return writer.bytes();
}

std::string StudyRun::identity_of(const std::vector<std::byte>& state) {
  StateReader reader(state);
  std::vector<char> identity;
  reader(identity);
  return {identity.begin(), identity.end()};
}

void StudyRun::restore(const std::vector<std::byte>& state) {
  require(identity_of(state) == identity_, ErrorKind::bad_data, "the saved state is of another study: {}",
          identity_of(state));
  StateReader reader(state);
  std::vector<char> identity;
  reader(identity);
  for (Task& task : tasks_) {
    reader(task.done);
    if (task.done)
      reader(task.solved);
    else
      reader(task.seconds, task.state);
  }
  require(reader.at_end(), ErrorKind::bad_data, "the saved state of a study is longer than it should be");
}

void StudyRun::join(const StudyRun& other) {
  for (const Task& from : other.tasks_) {
    const auto mine = std::ranges::find_if(tasks_, [&](const Task& task) {
      return task.load == from.load && task.instance == from.instance && task.attempt == from.attempt;
    });
    if (mine != tasks_.end() && from.done) *mine = from;
  }
}

std::size_t StudyRun::finished() const {
  return static_cast<std::size_t>(std::ranges::count_if(tasks_, [](const Task& task) { return task.done; }));
}

std::vector<std::vector<Solved>> StudyRun::by_load() const {
  std::vector<std::vector<Solved>> all(study_.loads.size());
  for (const Task& task : tasks_) all[task.load].push_back(task.solved);
  return all;
}

}  // namespace replicas::solve
