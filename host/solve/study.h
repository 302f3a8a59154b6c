#pragma once

#include <array>
#include <vector>

#include "solve/message_passing.h"
#include "solve/sbpi.h"

namespace replicas::solve {

enum class Solver { sbpi, bp, reinforced, focusing, enumerate };

/// Many instances of one learning problem at each of several loads, and what is measured of their solutions.
struct Study {
  int inputs = 1001;
  std::vector<double> loads = {0.5};
  int instances = 20;  ///< per load; number i has the same leading patterns at every load
  double margin = 0;
  PatternLaw law = PatternLaw::random;
  Solver solver = Solver::focusing;
  SbpiOptions sbpi;
  MessageOptions messages;
  std::vector<double> flips;      ///< rates at which the local energy is taken
  std::vector<double> strengths;  ///< of the field along a solution, for its local entropy
  int bins = 40;                  ///< of the histogram of stabilities, over 0..4
  std::uint64_t seed = 1;
  int threads = 0;
  const char* kernels = "";
};

int patterns_of(const Study& study, double load);

/// One instance: what the solver left, and what its solution looks like (empty without one).
struct Solved {
  Outcome outcome;
  double seconds = 0;  ///< of a processor
  std::vector<double> local_energy;
  std::vector<LocalEntropy> local_entropy;
  std::vector<int> histogram;  ///< patterns per bin of the stability, the last bin open
};

/// Everything of one instance, on the thread that asks.
Solved solve_instance(const Study& study, double load, std::uint64_t number, const Kernels& kernels);

/// All instances of one load, in order, spread over threads.
std::vector<Solved> solve_load(const Study& study, double load, const Kernels& kernels);

}  // namespace replicas::solve
