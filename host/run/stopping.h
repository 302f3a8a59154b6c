#pragma once

#include <functional>
#include <string>

#include "run/callbacks.h"

namespace replicas {

/// Seconds since any moment; tests hand in their own.
using Clock = std::function<double()>;
double steady_seconds();

/// Why a run has to stop, if it has to: the caller's stop token says so, or its time is over. Asked between two pieces
/// of the work, whatever that is.
class Stopping {
 public:
  /// `running`: seconds since the moment from which `max_hours` count; 0 hours: no limit.
  Stopping(const Callbacks& callbacks, double max_hours, Clock running);
  std::string reason() const;  ///< "by a signal", "by <max-hours>", or nothing

 private:
  const Callbacks& callbacks_;
  double most_seconds_;
  Clock running_;
};

}  // namespace replicas
