#include "solve/output_node.h"

#include <algorithm>

namespace replicas::solve {

namespace {

/// laws[k * (K + 1) + u]: the probability that u of the first k units are +1, in the order that `unit` gives.
template <class Unit>
void prefix_laws(std::size_t count, std::vector<double>& laws, const Unit& unit) {
  laws.assign((count + 1) * (count + 1), 0);
  laws[0] = 1;
  for (std::size_t k = 0; k < count; ++k) {
    const double* from = laws.data() + k * (count + 1);
    double* to = laws.data() + (k + 1) * (count + 1);
    const double plus = unit(k);
    for (std::size_t u = 0; u <= k; ++u) {
      to[u] += from[u] * (1 - plus);
      to[u + 1] += from[u] * plus;
    }
  }
}

}  // namespace

void OutputNode::ask(const Machine& machine, std::span<const double> plus, int least_field) {
  const std::size_t count = plus.size();
  if_plus.assign(count, 1);
  if_minus.assign(count, 0);
  if (count == 1 || machine.parity) {
    double product = 1;
    for (const double p : plus) product *= 2 * p - 1;
    right = count == 1 ? plus[0] : (1 + product) / 2;
    for (std::size_t k = 0; k < count && count > 1; ++k) {
      double others = 1;
      for (std::size_t l = 0; l < count; ++l)
        if (l != k) others *= 2 * plus[l] - 1;
      if_plus[k] = (1 + others) / 2;
      if_minus[k] = (1 - others) / 2;
    }
    return;
  }
  prefix_laws(count, before_, [&](std::size_t k) { return plus[k]; });
  prefix_laws(count, behind_, [&](std::size_t k) { return plus[count - 1 - k]; });
  // Right when 2 u - K >= least: at least `needed` units are +1.
  const int needed = (least_field + machine.units) / 2;
  right = 0;
  for (std::size_t u = static_cast<std::size_t>(needed); u <= count; ++u) right += before_[count * (count + 1) + u];
  for (std::size_t k = 0; k < count; ++k) {
    const double* first = before_.data() + k * (count + 1);
    const double* last = behind_.data() + (count - 1 - k) * (count + 1);
    // tail: the probability that the others have at least so many +1, for `needed` and one fewer.
    double enough = 0, one_fewer = 0;
    for (int u = 0; u <= static_cast<int>(k); ++u)
      for (int v = 0; v < static_cast<int>(count - k); ++v) {
        const double both = first[u] * last[v];
        if (u + v >= needed) enough += both;
        if (u + v == needed - 1) one_fewer += both;
      }
    const double plus_right = enough + one_fewer, sum = plus_right + enough;
    if_plus[k] = sum > 0 ? plus_right / sum : 0.5;
    if_minus[k] = sum > 0 ? enough / sum : 0.5;
  }
}

}  // namespace replicas::solve
