#pragma once

#include <string>
#include <vector>

namespace replicas {

/// `replicas info RUN`: how far a run is, whether anybody works on it, and its results so far.
int info(const std::vector<std::string>& words);

}  // namespace replicas
