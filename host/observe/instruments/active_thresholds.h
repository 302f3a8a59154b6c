#pragma once

#include <array>

namespace replicas {

/// Thresholds c of the active points: an example is active when l/P > c T. N_act(0.08237) = d for independent walls.
inline constexpr std::array<double, 3> active_thresholds = {0.08237, 0.1, 0.26474};

}  // namespace replicas
