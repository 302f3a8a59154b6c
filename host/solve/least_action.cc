#include "solve/least_action.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace replicas::solve {

namespace {

constexpr float learning_step = 2;

}  // namespace

LeastAction::LeastAction(const Instance& instance, const LeastActionOptions& options, const Kernels& kernels)
    : instance_(instance),
      options_(options),
      kernels_(kernels),
      random_(instance.seed, instance.stream()),
      weights_(instance.machine, random_),
      order_(static_cast<std::size_t>(instance.count())) {
  std::iota(order_.begin(), order_.end(), 0);
}

bool LeastAction::advance() {
  if (solved_ || epochs_ == options_.epochs) return false;
  const Machine& machine = instance_.machine;
  const double progress =
      static_cast<double>(epochs_) / static_cast<double>(std::max<std::uint64_t>(1, options_.anneal));
  const double d = options_.noise * std::max(0.0, 1 - progress);
  const double noise = std::sqrt(4 * d * (1 - d) * machine.inputs);
  ++epochs_;
  random_.shuffle(order_);
  std::vector<double> fields(static_cast<std::size_t>(machine.units));
  std::vector<bool> moved(fields.size());
  const auto take_signs = [&] {
    for (std::size_t k = 0; k < moved.size(); ++k)
      if (moved[k]) weights_.take_signs(static_cast<int>(k));
    moved.assign(moved.size(), false);
  };
  bool none = d == 0;  // without an error so far, when nothing blurs them
  for (std::size_t at = 0; at < order_.size(); ++at) {
    const int a = order_[at];
    for (int k = 0; k < machine.units; ++k) {
      const int differ = kernels_.differing(instance_.input(a, k), weights_.signs().row(k), weights_.signs().words());
      fields[static_cast<std::size_t>(k)] = machine.inputs - 2 * differ;
    }
    if (d > 0)
      for (double& field : fields) field = (1 - 2 * d) * field + noise * random_.normal();
    least_change<double>(machine, instance_.least_field, fields, units_, [&](int k, int direction) {
      weights_.add(k, instance_.input(a, k), learning_step * static_cast<float>(direction));
      moved[static_cast<std::size_t>(k)] = true;
      none = false;
    });
    if ((at + 1) % static_cast<std::size_t>(options_.batch) == 0 || at + 1 == order_.size()) take_signs();
  }
  solved_ = none || errors(instance_, weights_.signs(), kernels_) == 0;
  return true;
}

Outcome LeastAction::outcome() const {
  Outcome outcome;
  outcome.solved = solved_;
  outcome.weights = weights_.signs();
  outcome.errors = errors(instance_, outcome.weights, kernels_);
  outcome.iterations = epochs_;
  return outcome;
}

}  // namespace replicas::solve
