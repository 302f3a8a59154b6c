#pragma once

#include <string>
#include <vector>

namespace replicas {

/// The verb `plot RUN`: hands the run directory to the figure script (plot.py beside the installed program or in the
/// source tree) and returns its exit status.
int plot(const std::vector<std::string>& words);

}  // namespace replicas
