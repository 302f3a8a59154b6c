#pragma once

#include <chrono>
#include <string>

#include "run/callbacks.h"

namespace replicas {

/// Why a run has to stop, if it has to: the caller's stop token says so, or its time is over. Asked between two pieces
/// of the work, whatever that is.
class Stopping {
 public:
  /// `max_hours` from `began` on; 0: no limit.
  Stopping(const Callbacks& callbacks, double max_hours, std::chrono::steady_clock::time_point began);
  std::string reason() const;  ///< "by a signal", "by <max-hours>", or nothing

 private:
  const Callbacks& callbacks_;
  double most_seconds_;
  std::chrono::steady_clock::time_point began_;
};

}  // namespace replicas
