#pragma once

#include <string>
#include <vector>

#include "observe/throughput.h"

namespace replicas {

/// One line per workload: rates (median, slowest, fastest), replicas per second, GFLOP/s, share of the peak.
std::string throughput_table(const std::vector<Throughput>& all);

/// The same as one JSON document, with every repetition.
std::string throughput_json(const std::vector<Throughput>& all);

}  // namespace replicas
