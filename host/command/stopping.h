#pragma once

#include <string>

namespace replicas {

/// Why a run has to stop, if it has to: a signal came, or --max-hours have passed since the process began. Asked
/// between two pieces of the work, whatever that is.
class Stopping {
 public:
  explicit Stopping(double max_hours);  ///< 0: no limit
  std::string reason() const;           ///< "by a signal", "by --max-hours", or nothing

 private:
  double most_seconds_;
};

}  // namespace replicas
