#include "system/network/loss_bound.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstdint>
#include <map>
#include <numbers>
#include <vector>

namespace replicas {

namespace {

/// One example of a group, with the factor of its logits.
struct Member {
  std::size_t example;
  double factor;
};

using Row = std::vector<float>;

/// How the inputs of an example become the name of its group: rows that a symmetry of the network maps onto each other
/// get the same name.
Member name_row(Row& row, const Network& network, std::size_t example) {
  for (float& x : row) x += 0.0f;  // -0 becomes 0
  if (network.bias()) return {example, 1};
  const auto nonzero = std::ranges::find_if(row, [](float x) { return x != 0; });
  const Activation kind = network.activation();
  const bool one_layer = network.layers().size() == 1;  // linear, whatever the activation is called
  if (nonzero == row.end()) return {example, one_layer || silent_at_zero(kind) ? 0.0 : 1.0};
  const bool odd = one_layer || is_odd(kind);
  const bool homogeneous = one_layer || is_homogeneous(kind);
  double factor = 1;
  if (homogeneous) factor = std::fabs(*std::ranges::max_element(row, {}, [](float x) { return std::fabs(x); }));
  if (odd && *nonzero < 0) factor = -factor;
  if (factor != 1)
    for (float& x : row) x = static_cast<float>(x / factor) + 0.0f;
  return {example, factor};
}

/// Of the bits of a row (FNV-1a, a number at a time).
std::uint64_t hash_of(const Row& row) {
  std::uint64_t hash = 0xcbf29ce484222325;
  for (const float x : row) {
    hash = (hash ^ std::bit_cast<std::uint32_t>(x)) * 0x100000001b3;
    hash ^= hash >> 32;
  }
  return hash;
}

/// inf over z of sum_i ln(1 + exp(-s_i y_i z)), y = +-1: convex, so its slope changes sign once.
double least_logistic(const std::vector<double>& signed_factors) {
  const auto slope = [&](double z) {
    double sum = 0;
    for (const double s : signed_factors) sum -= s / (1 + std::exp(s * z));
    return sum;
  };
  const auto loss = [&](double z) {
    double sum = 0;
    for (const double s : signed_factors) sum += std::max(0.0, -s * z) + std::log1p(std::exp(-std::fabs(s * z)));
    return sum;
  };
  const auto [least, most] = std::ranges::minmax(signed_factors);
  if (least >= 0 || most <= 0)  // nobody contradicts: zero logits keep ln 2, the others go to 0
    return std::numbers::ln2 * static_cast<double>(std::ranges::count(signed_factors, 0.0));
  double low = -1, high = 1;
  while (slope(low) > 0) low *= 2;
  while (slope(high) < 0) high *= 2;
  for (int halving = 0; halving < 200 && high - low > 1e-15 * std::max(1.0, std::fabs(low)); ++halving) {
    const double middle = (low + high) / 2;
    (slope(middle) < 0 ? low : high) = middle;
  }
  return loss((low + high) / 2);
}

/// inf over z of sum_i |s_i z - t_i|^2 / 2.
double least_squares(const Dataset& dataset, const std::vector<Member>& group) {
  const auto outputs = static_cast<std::size_t>(dataset.outputs);
  double sum = 0;
  for (std::size_t c = 0; c < outputs; ++c) {
    double above = 0, below = 0;
    const auto target = [&](const Member& m) { return static_cast<double>(dataset.targets[m.example * outputs + c]); };
    for (const Member& m : group) {
      above += m.factor * target(m);
      below += m.factor * m.factor;
    }
    const double z = below > 0 ? above / below : 0;
    for (const Member& m : group) sum += (m.factor * z - target(m)) * (m.factor * z - target(m)) / 2;
  }
  return sum;
}

/// inf over z of the cross-entropies of equal inputs: the entropy of their labels.
double least_softmax(const Dataset& dataset, const std::vector<Member>& group, int classes) {
  if (group.front().factor == 0) return std::log(classes) * static_cast<double>(group.size());
  std::map<double, std::map<std::int32_t, double>> counts;  // by factor, since only equal ones are compared
  for (const Member& m : group) ++counts[m.factor][dataset.labels[m.example]];
  double sum = 0;
  for (const auto& [factor, labels] : counts) {
    double all = 0;
    for (const auto& [label, count] : labels) all += count;
    for (const auto& [label, count] : labels) sum += count * std::log(all / count);
  }
  return sum;
}

/// inf over z of sum_i max(0, 1 - s_i y_i z): convex and piecewise linear, so it lies at a kink or, where nobody
/// contradicts, at infinity.
double least_hinge(const std::vector<double>& signed_factors) {
  const auto loss = [&](double z) {
    double sum = 0;
    for (const double s : signed_factors) sum += std::max(0.0, 1 - s * z);
    return sum;
  };
  double least = loss(0);
  for (const double s : signed_factors)
    if (s != 0) least = std::min(least, loss(1 / s));
  return least;
}

/// With several outputs a lower bound of that sum: two equal inputs with different labels k and m have
/// l_k + l_m >= (1 + z_m - z_k) + (1 + z_k - z_m) = 2, so 2 for each pair of them that can be made.
double least_hinge_of_classes(const Dataset& dataset, const std::vector<Member>& group) {
  if (group.front().factor == 0) return static_cast<double>(group.size());
  std::map<double, std::map<std::int32_t, int>> counts;  // by factor, since only equal ones are compared
  for (const Member& m : group) ++counts[m.factor][dataset.labels[m.example]];
  double sum = 0;
  for (const auto& [factor, labels] : counts) {
    int all = 0, most = 0;
    for (const auto& [label, count] : labels) {
      all += count;
      most = std::max(most, count);
    }
    sum += 2.0 * std::min(all / 2, all - most);
  }
  return sum;
}

double least_loss(const Network& network, const Dataset& dataset, const std::vector<Member>& group) {
  if (network.loss() == Loss::mse) return least_squares(dataset, group);
  if (network.loss() == Loss::softmax) return least_softmax(dataset, group, network.outputs());
  if (network.loss() == Loss::hinge && network.outputs() > 1) return least_hinge_of_classes(dataset, group);
  std::vector<double> factors;
  for (const Member& m : group) factors.push_back(dataset.labels[m.example] == 1 ? m.factor : -m.factor);
  return network.loss() == Loss::hinge ? least_hinge(factors) : least_logistic(factors);
}

}  // namespace

LossBound loss_bound(const Network& network, const Dataset& dataset) {
  const auto inputs = static_cast<std::size_t>(dataset.inputs);
  const auto named = [&](std::size_t example, Row& row) {
    const auto first = dataset.values.begin() + static_cast<std::ptrdiff_t>(example * inputs);
    row.assign(first, first + static_cast<std::ptrdiff_t>(inputs));
    return name_row(row, network, example);
  };
  // Names are kept as hashes, since all rows of a large data set are as large as itself.
  std::vector<std::pair<std::uint64_t, Member>> members;
  Row row, other;
  for (std::size_t p = 0; p < static_cast<std::size_t>(dataset.examples); ++p) {
    const Member member = named(p, row);
    members.emplace_back(hash_of(row), member);
  }
  std::ranges::stable_sort(members, {}, &std::pair<std::uint64_t, Member>::first);
  LossBound bound{.value = 0};
  for (auto begin = members.begin(); begin != members.end();) {
    const auto end = std::find_if(begin, members.end(), [&](const auto& m) { return m.first != begin->first; });
    const bool zero = begin->second.factor == 0;
    std::vector<Member> group = {begin->second};
    if (end - begin > 1) named(begin->second.example, row);
    for (auto next = begin + 1; next != end; ++next) {
      const Member member = named(next->second.example, other);
      if (other == row) group.push_back(member);  // else two names with one hash: leaving one out lowers the bound
    }
    begin = end;
    if (!zero && group.size() == 1) continue;
    const double least = least_loss(network, dataset, group);
    bound.value += least / dataset.examples;
    if (zero) {
      bound.zero_inputs += least / dataset.examples;
      bound.zero_examples += static_cast<int>(group.size());
    } else if (least > 0) {
      bound.contradicting += static_cast<int>(group.size());
    }
  }
  return bound;
}

}  // namespace replicas
