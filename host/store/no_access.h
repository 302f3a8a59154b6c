#pragma once

#include <string>

namespace replicas {

/// What to do where nothing can be written, after the system's `reason` (errno): "Permission denied; choose another
/// place with --out". In the container image, whose /data is a folder of the host, what README says of that folder.
std::string no_access(int reason);

}  // namespace replicas
