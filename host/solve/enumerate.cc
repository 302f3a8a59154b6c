#include "solve/enumerate.h"

#include <bit>
#include <cmath>

namespace replicas::solve {

namespace {

/// `visit(weights)` for every solution, as the low n K bits of a number (unit 0 lowest), in increasing order.
template <class Visit>
void each_solution(const Instance& instance, const Visit& visit) {
  const Machine& machine = instance.machine;
  const int n = machine.inputs;
  const std::uint32_t unit = (std::uint32_t{1} << n) - 1;
  std::vector<std::uint32_t> inputs;  // [P][K]
  for (int a = 0; a < instance.count(); ++a)
    for (int k = 0; k < machine.units; ++k) inputs.push_back(static_cast<std::uint32_t>(instance.input(a, k)[0]));
  std::vector<int> fields(static_cast<std::size_t>(machine.units));
  for (std::uint32_t w = 0; w < std::uint32_t{1} << machine.weights(); ++w) {
    bool solved = true;
    for (std::size_t at = 0; at < inputs.size() && solved; at += fields.size()) {
      for (std::size_t k = 0; k < fields.size(); ++k)
        fields[k] = n - 2 * std::popcount((w >> (static_cast<int>(k) * n) & unit) ^ inputs[at + k]);
      solved = output_field(machine, fields) >= instance.least_field;
    }
    if (solved) visit(w);
  }
}

/// Weights of such a number.
BitRows unpacked(const Machine& machine, std::uint32_t w) {
  BitRows rows(machine.units, machine.inputs);
  for (int k = 0; k < machine.units; ++k)
    for (int i = 0; i < machine.inputs; ++i) rows.set(k, i, (w >> (k * machine.inputs + i) & 1) != 0);
  return rows;
}

}  // namespace

Enumeration enumerate(const Instance& instance) {
  Enumeration found{0, BitRows(instance.machine.units, instance.machine.inputs)};
  each_solution(instance, [&](std::uint32_t w) {
    if (found.solutions++ == 0) found.first = unpacked(instance.machine, w);
  });
  return found;
}

std::vector<std::uint64_t> solutions_by_distance(const Instance& instance, const BitRows& weights) {
  std::vector<std::uint64_t> counts(static_cast<std::size_t>(instance.machine.weights()) + 1);
  std::uint32_t centre = 0;
  for (int k = 0; k < weights.rows(); ++k)
    centre |= static_cast<std::uint32_t>(weights.row(k)[0]) << (k * weights.columns());
  each_solution(instance, [&](std::uint32_t w) { ++counts[static_cast<std::size_t>(std::popcount(w ^ centre))]; });
  return counts;
}

Outcome enumerate_outcome(const Instance& instance) {
  const Enumeration found = enumerate(instance);
  const int weights = instance.machine.weights();
  Outcome outcome;
  outcome.solved = found.solutions > 0;
  outcome.weights = found.first;
  outcome.errors = errors(instance, found.first, generic_kernels());
  outcome.iterations = std::uint64_t{1} << weights;
  outcome.entropy = std::log(static_cast<double>(found.solutions)) / weights;
  return outcome;
}

}  // namespace replicas::solve
