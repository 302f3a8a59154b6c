#pragma once

#include <cstddef>
#include <string>
#include <vector>

namespace replicas {

/// How fast one workload was advanced, repetition by repetition. A step is one full-batch Langevin update of one
/// replica, noise, confinement and measurements included.
struct Throughput {
  std::string workload;           ///< "S", "M", "L", or "custom"
  std::string network;            ///< "10-32-32-2 relu"
  std::string update;             ///< "em" or "lm"
  std::size_t examples = 0;       ///< P
  std::size_t weights = 0;        ///< N
  std::size_t replicas = 0;       ///< advanced together
  std::string engine;             ///< as it names itself, with instructions and threads
  double flops_per_step = 0;      ///< 2 P (3 W - D H1), the matrix products alone
  std::vector<double> rate = {};  ///< replica-steps per second, one per repetition
  std::vector<double> peak = {};  ///< flop/s of fused multiply-adds, measured around each repetition; 0: no measure
};

/// Summary of a Throughput: medians over the repetitions. The share compares each repetition with the peak around it.
struct ThroughputSummary {
  double rate, slowest, fastest;  ///< replica-steps per second
  double flops;                   ///< flop/s of the matrix products
  double share;                   ///< of the peak; NaN without one
};
ThroughputSummary summary(const Throughput& throughput);

/// Steps that one replica is advanced by in the unit "replicas per second".
constexpr double steps_per_replica = 1000;

}  // namespace replicas
