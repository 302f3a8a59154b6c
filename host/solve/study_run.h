#pragma once

#include <functional>
#include <mutex>
#include <string>
#include <vector>

#include "solve/study.h"

namespace replicas::solve {

/// A study on its way: what is finished, and where the instances are that somebody works on. All of it can be written
/// down at any moment and gone on with, bit for bit (seconds apart), by any number of threads.
class StudyRun {
 public:
  /// What its owner wants to know while it goes on; all are called by one thread at a time.
  struct Watch {
    std::function<bool()> stop = [] { return false; };
    std::function<void(const std::vector<std::byte>& state)> save = {};
    std::function<void(std::size_t finished, std::size_t all)> finished = {};
    double save_seconds = 60;
  };

  /// Instances whose number leaves `shard` when divided by `shards`; `identity` names study and shard in the state.
  StudyRun(const Study& study, std::string identity, int shard = 0, int shards = 1);

  /// Works until all is finished (true) or `stop` says so, whatever it has begun being saved.
  bool go_on(const Kernels& kernels, const Watch& watch);

  std::vector<std::byte> state();
  /// Takes up a state; Error(65) when it is of another study or damaged.
  void restore(const std::vector<std::byte>& state);
  /// The identity in a state.
  static std::string identity_of(const std::vector<std::byte>& state);

  /// Takes the finished instances of a state of the same study and another shard.
  void join(const StudyRun& other);
  std::size_t finished() const;
  std::size_t tasks() const { return tasks_.size(); }
  /// By load, instance after instance, attempt after attempt.
  std::vector<std::vector<Solved>> by_load() const;

 private:
  struct Task {
    std::size_t load;
    int instance, attempt;
    bool done = false;
    Solved solved = {};
    double seconds = 0;                 ///< spent, where it was left
    std::vector<std::byte> state = {};  ///< of the solver, where it was left; empty: not begun
  };
  void work_on(Task& task, const Kernels& kernels, const Watch& watch);
  void save_if_due(const Watch& watch, bool now);

  Study study_;
  std::string identity_;
  std::vector<Task> tasks_;
  std::mutex mutex_;
  double last_save_ = 0;
  bool stopped_ = false;
};

}  // namespace replicas::solve
