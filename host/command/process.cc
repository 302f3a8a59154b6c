#include "command/process.h"

namespace replicas {

namespace {

const std::chrono::steady_clock::time_point began = std::chrono::steady_clock::now();

}  // namespace

std::chrono::steady_clock::time_point process_began() { return began; }

}  // namespace replicas
