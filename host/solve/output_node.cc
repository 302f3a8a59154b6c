#include "solve/output_node.h"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "solve/machine.h"

namespace replicas::solve {

namespace {

double normal_tail(double z) { return 0.5 * std::erfc(z * (1 / std::numbers::sqrt2)); }

/// laws[k * (K + 1) + u]: the probability that u of the first k units are +1, in the order that `unit` gives.
template <class Unit>
void prefix_laws(const std::vector<double>& plus, const std::vector<double>& minus, std::vector<double>& laws,
                 const Unit& unit) {
  const std::size_t count = plus.size();
  laws.assign((count + 1) * (count + 1), 0);
  laws[0] = 1;
  for (std::size_t k = 0; k < count; ++k) {
    const double* from = laws.data() + k * (count + 1);
    double* to = laws.data() + (k + 1) * (count + 1);
    const std::size_t at = unit(k);
    for (std::size_t u = 0; u <= k; ++u) {
      to[u] += from[u] * minus[at];
      to[u + 1] += from[u] * plus[at];
    }
  }
}

}  // namespace

/// A product of this many probabilities is not 0: none is below the `turns`-th root of 1e-300.
void OutputNode::keep_apart_from_zero(int turns) {
  const double least = std::pow(1e-300, 1.0 / turns);
  for (double& p : plus) p = std::max(p, least);
  for (double& p : minus) p = std::max(p, least);
}

/// even[k]: the probability that an even number of the units before k is -1; behind_ those after it.
void OutputNode::ask_parity() {
  const std::size_t count = plus.size();
  before_.assign(2 * (count + 1), 0);
  behind_.assign(2 * (count + 1), 0);
  before_[0] = behind_[0] = 1;
  const auto step = [](const double* from, double p, double q, double* to) {
    to[0] = from[0] * p + from[1] * q;
    to[1] = from[1] * p + from[0] * q;
  };
  for (std::size_t k = 0; k < count; ++k) {
    step(&before_[2 * k], plus[k], minus[k], &before_[2 * k + 2]);
    step(&behind_[2 * k], plus[count - 1 - k], minus[count - 1 - k], &behind_[2 * k + 2]);
  }
  right = before_[2 * count];
  for (std::size_t k = 0; k < count; ++k) {
    const double *first = &before_[2 * k], *last = &behind_[2 * (count - 1 - k)];
    const double even = first[0] * last[0] + first[1] * last[1], odd = first[0] * last[1] + first[1] * last[0];
    if_plus[k] = even / (even + odd);
    if_minus[k] = odd / (even + odd);
  }
}

void OutputNode::ask(const Machine& machine, std::span<const double> z, int least_field) {
  const std::size_t count = z.size();
  if_plus.assign(count, 1);
  if_minus.assign(count, 0);
  plus.resize(count);
  minus.resize(count);
  int positive = 0;
  for (std::size_t k = 0; k < count; ++k) {
    plus[k] = normal_tail(-z[k]);
    minus[k] = normal_tail(z[k]);
    positive += z[k] > 0 ? 1 : 0;
  }
  if (count == 1) {
    right = plus[0];
    return;
  }
  if (machine.parity) {
    keep_apart_from_zero(1);
    ask_parity();
    return;
  }
  // Right when 2 u - K >= least: at least `needed` units are +1.
  const int needed = (least_field + machine.units) / 2;
  keep_apart_from_zero(std::max(0, needed - positive) + 1);
  prefix_laws(plus, minus, before_, [](std::size_t k) { return k; });
  prefix_laws(plus, minus, behind_, [count](std::size_t k) { return count - 1 - k; });
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
