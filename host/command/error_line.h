#pragma once

#include <string>
#include <string_view>

namespace replicas {

/// An error as it is shown: one line of at most 200 bytes, "replicas: " included, whatever the user typed or a file
/// holds. Control characters and bytes that are not UTF-8 are written as \xNN; of a longer message the middle is left
/// out, since file and key stand at its beginning and what to do at its end.
std::string error_line(std::string_view message);

}  // namespace replicas
