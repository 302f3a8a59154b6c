#pragma once

#include <chrono>

namespace replicas {

/// When this process began, before `main`: --max-hours counts from there.
std::chrono::steady_clock::time_point process_began();

}  // namespace replicas
