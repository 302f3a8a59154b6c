#include "store/no_access.h"

#include <spdlog/fmt/fmt.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <cstring>

namespace replicas {

std::string no_access(int reason) {
  const bool image = std::getenv("REPLICAS_IN_IMAGE") != nullptr && (reason == EACCES || reason == EPERM);
  if (!image) return fmt::format("{}; choose another place with <out>", std::strerror(reason));
  return fmt::format("{} for user {}; on the host: mkdir -p out, then docker run --user \"$(id -u):$(id -g)\" ...",
                     std::strerror(reason), ::getuid());
}

}  // namespace replicas
