#pragma once

#include <string>
#include <utility>
#include <vector>

#include "command/options.h"

namespace replicas {

struct BenchOptions {
  std::vector<std::pair<std::string, RunOptions>> workloads;  ///< by name
  double seconds = 0.2;                                       ///< of each repetition, about
  int repetitions = 9;
  bool json = false;
};

/// Times full steps of each workload between measurements of the machine's peak, and prints the table or JSON.
int bench(const BenchOptions& options);

}  // namespace replicas
