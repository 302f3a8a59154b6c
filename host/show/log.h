#pragma once

#include <string>
#include <string_view>

namespace replicas {

/// Sends spdlog's messages to standard error as "replicas: message", from level warning on when quiet. On a terminal a
/// message first clears the progress line, which is drawn again after it. `render` writes the keys of fields that
/// messages of the libraries have in angle brackets as the caller's users type them.
void set_up_log(bool quiet, std::string (*render)(std::string_view text));

}  // namespace replicas
