#pragma once

#include <functional>
#include <string>

namespace replicas {

/// Why a run has to stop, if it has to: a signal came, or --max-hours have passed since the process began. Asked
/// between two pieces of the work, whatever that is.
class Stopping {
 public:
  /// Seconds since any moment for a saver, since the process began for a limit; tests hand in their own.
  using Clock = std::function<double()>;
  static double seconds_of_process();

  explicit Stopping(double max_hours, Clock running = seconds_of_process);  ///< 0: no limit
  std::string reason() const;  ///< "by a signal", "by --max-hours", or nothing

 private:
  double most_seconds_;
  Clock running_;
};

}  // namespace replicas
