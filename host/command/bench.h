#pragma once

#include <string>
#include <utility>
#include <vector>

#include "run/physics.h"

namespace replicas {

struct BenchOptions {
  std::vector<std::pair<std::string, Request>> workloads;  ///< by name
  std::vector<std::string> names = {};                     ///< of the workloads asked for
  double seconds = 0.2;                                    ///< of each repetition, about
  int repetitions = 9;
  bool json = false;
};

/// Times full steps of each workload between measurements of the machine's peak, and prints the table or JSON.
int bench(const BenchOptions& options);

/// The words after `replicas bench`: its own options, and any option of a run on top of each workload's. False when
/// only help was wanted.
bool parse_bench_arguments(const std::vector<std::string>& words, BenchOptions& options);

}  // namespace replicas
