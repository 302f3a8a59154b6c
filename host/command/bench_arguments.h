#pragma once

#include <string>
#include <vector>

#include "command/bench.h"

namespace replicas {

/// The words after `replicas bench`: its own options, and any option of a run on top of each workload's. False when
/// only help was wanted.
bool parse_bench_arguments(const std::vector<std::string>& words, BenchOptions& options);

}  // namespace replicas
