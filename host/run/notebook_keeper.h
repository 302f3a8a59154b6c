#pragma once

#include <filesystem>
#include <functional>
#include <string>

#include "observe/instruments/notebook.h"
#include "run/stopping.h"

namespace replicas {

/// Keeps the notebook of work that is part of no checkpoint (descent and pilot, the curvature map) in the run
/// directory: every --checkpoint-interval, and when the run has to stop, which it then does.
class NotebookKeeper {
 public:
  /// `work` names all that defines its bits. `stopped` makes of a reason the message of Error(stopped, 75); `kept` is
  /// called before the first writing.
  struct Work {
    std::filesystem::path directory;
    std::string work;
    double interval;  ///< s
    std::function<std::string(const std::string& reason)> stopped;
    std::function<void()> kept;
  };
  NotebookKeeper(Work work, const Stopping& stopping);
  NotebookKeeper(const NotebookKeeper&) = delete;
  NotebookKeeper& operator=(const NotebookKeeper&) = delete;

  Notebook& notebook() { return notebook_; }
  bool resumed() const { return resumed_; }  ///< something was written down for the same work before
  void write();                              ///< what is there now

 private:
  void look();

  Work work_;
  const Stopping& stopping_;
  std::uint64_t key_;
  double written_;
  bool resumed_ = false;
  Notebook notebook_;
};

}  // namespace replicas
