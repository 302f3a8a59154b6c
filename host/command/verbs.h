#pragma once

#include <string>
#include <vector>

namespace replicas {

/// `replicas VERB ...`; without a verb, `run`. Returns the exit status; errors are thrown.
int run_verb(const std::vector<std::string>& words);

}  // namespace replicas
