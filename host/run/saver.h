#pragma once

#include <functional>
#include <string>

#include "engine/engine.h"
#include "run/callbacks.h"
#include "run/stopping.h"
#include "store/checkpoints.h"

namespace replicas {

/// Decides when a run is saved: after every <checkpoint-interval>, when much has been measured, and before it stops
/// because of a signal or <max-hours>. What it does is seen in the files, never in the results.
class Saver {
 public:
  /// Writes run.nc with the results so far; called after a commit when it takes little of the time between two, and
  /// before the run stops, then with the reason.
  using Preview = std::function<void(const std::string& reason)>;

  Saver(Checkpoints& checkpoints, Manifest facts, double checkpoint_seconds, const Stopping& stopping,
        const Callbacks& callbacks, Preview preview, Clock clock = steady_seconds);

  /// After every chunk. True when the run has to stop here; then all is saved and `reason` says why.
  bool after_chunk(const Engine& engine, const Measurements& measured);
  void commit(const Engine& engine, const Measurements& measured);
  const std::string& reason() const { return reason_; }
  std::string cost() const;  ///< "; a checkpoint takes 0.002 s", or nothing when none was needed yet

 private:
  void preview();

  Checkpoints& checkpoints_;
  Manifest facts_;
  const Stopping& stopping_;
  double interval_;
  const Callbacks& callbacks_;
  Preview preview_;
  Clock clock_;
  double committed_, previewed_, preview_seconds_ = 0, commit_seconds_ = 0;
  bool warned_ = false;
  std::string reason_;
};

/// What to say of a checkpoint that took so many seconds, every `interval` seconds; empty up to 20 s.
std::string slow_checkpoint(double seconds, double interval);

}  // namespace replicas
