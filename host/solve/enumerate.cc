#include "solve/enumerate.h"

#include <bit>
#include <cmath>

namespace replicas::solve {

namespace {

/// `visit(weights)` for every solution, as the low N bits of a number, in increasing order.
template <class Visit>
void each_solution(const Instance& instance, const Visit& visit) {
  const int n = instance.patterns.columns();
  std::vector<std::uint32_t> patterns;
  for (int r = 0; r < instance.patterns.rows(); ++r)
    patterns.push_back(static_cast<std::uint32_t>(instance.patterns.row(r)[0]));
  const int most_differing = (n - instance.least_field) / 2;  // field = N - 2 * differing
  for (std::uint32_t w = 0; w < std::uint32_t{1} << n; ++w) {
    bool solved = true;
    for (std::size_t a = 0; a < patterns.size() && solved; ++a)
      solved = std::popcount(w ^ patterns[a]) <= most_differing;
    if (solved) visit(w);
  }
}

}  // namespace

Enumeration enumerate(const Instance& instance) {
  Enumeration found{0, BitRows(1, instance.patterns.columns())};
  each_solution(instance, [&](std::uint32_t w) {
    if (found.solutions++ == 0) found.first.row(0)[0] = w;
  });
  return found;
}

std::vector<std::uint64_t> solutions_by_distance(const Instance& instance, const BitRows& weights) {
  std::vector<std::uint64_t> counts(static_cast<std::size_t>(instance.patterns.columns()) + 1);
  const auto centre = static_cast<std::uint32_t>(weights.row(0)[0]);
  each_solution(instance, [&](std::uint32_t w) { ++counts[static_cast<std::size_t>(std::popcount(w ^ centre))]; });
  return counts;
}

Outcome enumerate_outcome(const Instance& instance) {
  const Enumeration found = enumerate(instance);
  Outcome outcome;
  outcome.solved = found.solutions > 0;
  outcome.weights = found.first;
  outcome.errors = errors(instance, found.first, generic_kernels());
  outcome.iterations = std::uint64_t{1} << instance.patterns.columns();
  outcome.entropy = std::log(static_cast<double>(found.solutions)) / instance.patterns.columns();
  return outcome;
}

}  // namespace replicas::solve
