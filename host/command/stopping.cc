#include "command/stopping.h"

#include <chrono>
#include <limits>

#include "command/signals.h"

namespace replicas {

namespace {

double now() { return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count(); }

const double process_began = now();  // before `main`

}  // namespace

Stopping::Stopping(double max_hours)
    : most_seconds_(max_hours > 0 ? 3600 * max_hours : std::numeric_limits<double>::infinity()) {}

std::string Stopping::reason() const {
  if (signalled()) return "by a signal";
  return now() - process_began >= most_seconds_ ? "by --max-hours" : "";
}

}  // namespace replicas
