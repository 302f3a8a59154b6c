#pragma once

#include <string>
#include <vector>

namespace replicas {

/// `replicas resume RUN [options]`: goes on with the run in this directory, as its first command would.
int resume(const std::vector<std::string>& words);

/// `replicas branch RUN --seed N [options]`: a new run from the weights that RUN saved last, on the same data.
int branch(const std::vector<std::string>& words);

}  // namespace replicas
