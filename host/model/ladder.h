#pragma once

#include <string_view>
#include <vector>

namespace replicas {

/// Temperatures of the run, strictly increasing, each positive (or the single 0 of gradient descent).
using Ladder = std::vector<double>;

/// "lo:hi" (geometric, both ends, 3 per decade), "lo:hi:count", or "a,b,c"; an Error (64) names what is wrong.
Ladder parse_ladder(std::string_view text);

}  // namespace replicas
