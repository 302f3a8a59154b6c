#pragma once

#include <vector>

#include "solve/instance.h"
#include "solve/outcome.h"

namespace replicas::solve {

inline constexpr int most_enumerated = 25;

/// All 2^(n K) weights one after another, n K <= most_enumerated: the number of solutions, and the first of them. The
/// oracle of the other solvers.
struct Enumeration {
  std::uint64_t solutions = 0;
  BitRows first;
};
Enumeration enumerate(const Instance& instance);

/// The number of solutions at each Hamming distance 0..n K from given weights.
std::vector<std::uint64_t> solutions_by_distance(const Instance& instance, const BitRows& weights);

/// The same as a solver: solved where there is a solution, with ln(solutions)/(n K).
Outcome enumerate_outcome(const Instance& instance);

}  // namespace replicas::solve
