#pragma once

#include <string>
#include <vector>

namespace replicas {

/// `replicas selftest`: known answers on this machine, printed one by one. 0 when all hold, else 1.
int selftest(const std::vector<std::string>& words);

}  // namespace replicas
