#include "command/stopping.h"

#include <chrono>
#include <limits>
#include <utility>

#include "command/signals.h"

namespace replicas {

namespace {

double now() { return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count(); }

const double process_began = now();  // before `main`

}  // namespace

double Stopping::seconds_of_process() { return now() - process_began; }

Stopping::Stopping(double max_hours, Clock running)
    : most_seconds_(max_hours > 0 ? 3600 * max_hours : std::numeric_limits<double>::infinity()),
      running_(std::move(running)) {}

std::string Stopping::reason() const {
  if (signalled()) return "by a signal";
  return running_() >= most_seconds_ ? "by --max-hours" : "";
}

}  // namespace replicas
