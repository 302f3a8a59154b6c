#include "run/stopping.h"

#include <chrono>
#include <limits>
#include <utility>

namespace replicas {

double steady_seconds() {
  return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count();
}

Stopping::Stopping(const Callbacks& callbacks, double max_hours, Clock running)
    : callbacks_(callbacks),
      most_seconds_(max_hours > 0 ? 3600 * max_hours : std::numeric_limits<double>::infinity()),
      running_(std::move(running)) {}

std::string Stopping::reason() const {
  std::string reason = callbacks_.stop_reason();
  if (!reason.empty()) return reason;
  return running_() >= most_seconds_ ? "by <max-hours>" : "";
}

}  // namespace replicas
