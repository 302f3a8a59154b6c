#include "solve/overlap.h"

#include <limits>

namespace replicas::solve {

double overlap(const Machine& machine, const BitRows& one, const BitRows& other) {
  const int units = machine.units;
  const auto between = [&](int k, int l) {
    return machine.inputs - 2 * generic_kernels().differing(one.row(k), other.row(l), one.words());
  };
  int sum = 0;
  if (machine.tree || units == 1) {
    for (int k = 0; k < units; ++k) sum += between(k, k);
  } else {
    std::vector<int> table;
    for (int k = 0; k < units; ++k)
      for (int l = 0; l < units; ++l) table.push_back(between(k, l));
    constexpr int taken = std::numeric_limits<int>::min();
    for (int pair = 0; pair < units; ++pair) {
      int best = 0;
      for (int at = 1; at < units * units; ++at)
        if (table[static_cast<std::size_t>(at)] > table[static_cast<std::size_t>(best)]) best = at;
      sum += table[static_cast<std::size_t>(best)];
      for (int i = 0; i < units; ++i)
        table[static_cast<std::size_t>(best / units * units + i)] =
            table[static_cast<std::size_t>(i * units + best % units)] = taken;
    }
  }
  return static_cast<double>(sum) / machine.weights();
}

}  // namespace replicas::solve
