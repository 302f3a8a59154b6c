#pragma once

#include <string>
#include <vector>

namespace replicas {

/// The verb `diagnose RUN`: the findings of a finished run in plain sentences; exit 1 when one of them is a failure.
int diagnose(const std::vector<std::string>& words);

}  // namespace replicas
