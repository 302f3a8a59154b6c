#pragma once

namespace replicas {

/// Sends spdlog's messages to standard error as "replicas: message", from level warning on when quiet. On a terminal a
/// message first clears the progress line, which is drawn again after it.
void set_up_log(bool quiet);

}  // namespace replicas
