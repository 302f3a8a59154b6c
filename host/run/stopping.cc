#include "run/stopping.h"

#include <limits>

namespace replicas {

Stopping::Stopping(const Callbacks& callbacks, double max_hours, std::chrono::steady_clock::time_point began)
    : callbacks_(callbacks),
      most_seconds_(max_hours > 0 ? 3600 * max_hours : std::numeric_limits<double>::infinity()),
      began_(began) {}

std::string Stopping::reason() const {
  std::string reason = callbacks_.stop_reason();
  if (!reason.empty()) return reason;
  const std::chrono::duration<double> passed = std::chrono::steady_clock::now() - began_;
  return passed.count() >= most_seconds_ ? "by <max-hours>" : "";
}

}  // namespace replicas
