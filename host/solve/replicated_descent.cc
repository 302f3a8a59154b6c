#include "solve/replicated_descent.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <numeric>

namespace replicas::solve {

namespace {

constexpr float learning_step = 2;

}  // namespace

ReplicatedDescent::ReplicatedDescent(const Instance& instance, const DescentOptions& options, const Kernels& kernels)
    : instance_(instance),
      options_(options),
      kernels_(kernels),
      random_(instance.seed, instance.stream()),
      pull_(static_cast<std::size_t>(2 * options.replicas + 1)) {
  const auto patterns = static_cast<std::size_t>(instance.count());
  for (int a = 0; a < options.replicas; ++a) replicas_.emplace_back(instance.machine, random_);
  orders_.resize(replicas_.size() * patterns);
  for (std::size_t a = 0; a < replicas_.size(); ++a)
    std::iota(orders_.begin() + static_cast<std::ptrdiff_t>(a * patterns),
              orders_.begin() + static_cast<std::ptrdiff_t>((a + 1) * patterns), 0);
  const std::size_t row = replicas_[0].signs().words() * 64;
  sum_.resize(static_cast<std::size_t>(instance.machine.units) * row);
  for (const FloatWeights& replica : replicas_)
    for (int k = 0; k < instance.machine.units; ++k)
      for (int i = 0; i < instance.machine.inputs; ++i)
        sum_[static_cast<std::size_t>(k) * row + static_cast<std::size_t>(i)] += replica.signs().sign(k, i);
}

BitRows ReplicatedDescent::centre() const {
  BitRows signs(instance_.machine.units, instance_.machine.inputs);
  const std::size_t row = signs.words() * 64;
  for (int k = 0; k < signs.rows(); ++k)
    for (int i = 0; i < signs.columns(); ++i)
      signs.set(k, i, sum_[static_cast<std::size_t>(k) * row + static_cast<std::size_t>(i)] > 0);
  return signs;
}

/// J = sign(H) of one unit, with what that changes in the sums over replicas.
void ReplicatedDescent::move_signs(std::size_t replica, int unit) {
  FloatWeights& weights = replicas_[replica];
  const std::size_t words = weights.signs().words();
  const std::vector<std::uint64_t> before(weights.signs().row(unit), weights.signs().row(unit) + words);
  weights.take_signs(unit);
  std::int32_t* const sum = sum_.data() + static_cast<std::size_t>(unit) * words * 64;
  for (std::size_t w = 0; w < words; ++w) {
    const std::uint64_t now = weights.signs().row(unit)[w];
    for (std::uint64_t changed = before[w] ^ now; changed != 0; changed &= changed - 1) {
      const int bit = std::countr_zero(changed);
      sum[64 * w + static_cast<std::size_t>(bit)] += (now >> bit & 1) != 0 ? 2 : -2;
    }
  }
}

void ReplicatedDescent::descend(std::size_t replica, std::size_t first, std::size_t last) {
  const Machine& machine = instance_.machine;
  FloatWeights& weights = replicas_[replica];
  std::vector<int> fields(static_cast<std::size_t>(machine.units));
  std::vector<bool> moved(fields.size());
  for (std::size_t at = first; at < last; ++at) {
    const int a = orders_[replica * static_cast<std::size_t>(instance_.count()) + at];
    for (int k = 0; k < machine.units; ++k)
      fields[static_cast<std::size_t>(k)] =
          machine.inputs -
          2 * kernels_.differing(instance_.input(a, k), weights.signs().row(k), weights.signs().words());
    least_change<int>(machine, instance_.least_field, fields, units_, [&](int k, int direction) {
      weights.add(k, instance_.input(a, k), learning_step * static_cast<float>(direction));
      moved[static_cast<std::size_t>(k)] = true;
    });
  }
  for (int k = 0; k < machine.units; ++k)
    if (moved[static_cast<std::size_t>(k)]) move_signs(replica, k);
}

void ReplicatedDescent::kick(std::size_t replica) {
  const Machine& machine = instance_.machine;
  FloatWeights& weights = replicas_[replica];
  const std::size_t row = weights.signs().words() * 64;
  const auto lambda = static_cast<float>(options_.kick);
  const float* const pull = pull_.data() + options_.replicas;
  for (int k = 0; k < machine.units; ++k) {
    float* const h = weights.unit(k);
    const std::int32_t* const sum = sum_.data() + static_cast<std::size_t>(k) * row;
    for (int i = 0; i < machine.inputs; ++i) h[i] += pull[sum[i]] + (h[i] > 0 ? -lambda : lambda);
    move_signs(replica, k);
  }
}

bool ReplicatedDescent::advance() {
  if (solved_ || epochs_ == options_.epochs) return false;
  const auto patterns = static_cast<std::size_t>(instance_.count()), batch = static_cast<std::size_t>(options_.batch);
  const double gamma = options_.gamma + options_.gamma_step * static_cast<double>(epochs_);
  const bool coupled = options_.replicas > 1;
  for (int s = -options_.replicas; s <= options_.replicas; ++s)
    pull_[static_cast<std::size_t>(s + options_.replicas)] = static_cast<float>(options_.kick * std::tanh(gamma * s));
  ++epochs_;
  std::vector<int> order(patterns);
  for (std::size_t a = 0; a < replicas_.size(); ++a) {
    const auto begin = orders_.begin() + static_cast<std::ptrdiff_t>(a * patterns);
    order.assign(begin, begin + static_cast<std::ptrdiff_t>(patterns));
    random_.shuffle(order);
    std::copy(order.begin(), order.end(), begin);
  }
  std::vector<std::size_t> turns(replicas_.size());
  std::iota(turns.begin(), turns.end(), 0);
  for (std::size_t first = 0; first < patterns; first += batch) {
    random_.shuffle(turns);
    for (const std::size_t replica : turns) {
      descend(replica, first, std::min(patterns, first + batch));
      if (coupled) kick(replica);
    }
  }
  if (replicas_.size() > 1) solved_ = errors(instance_, centre(), kernels_) == 0;
  for (int a = 0; a < options_.replicas && !solved_; ++a)
    if (errors(instance_, replicas_[static_cast<std::size_t>(a)].signs(), kernels_) == 0) {
      solved_ = true;
      best_ = a;
    }
  return true;
}

Outcome ReplicatedDescent::outcome() const {
  Outcome outcome;
  outcome.solved = solved_;
  outcome.weights = best_ < 0 ? centre() : replicas_[static_cast<std::size_t>(best_)].signs();
  outcome.errors = errors(instance_, outcome.weights, kernels_);
  outcome.iterations = epochs_;
  return outcome;
}

}  // namespace replicas::solve
