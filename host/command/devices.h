#pragma once

#include <string>
#include <vector>

namespace replicas {

/// `replicas devices`: the CPU engine and every GPU that can be used, or the reason why there is none.
int devices(const std::vector<std::string>& words);

}  // namespace replicas
