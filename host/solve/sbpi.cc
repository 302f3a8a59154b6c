#include "solve/sbpi.h"

#include <numeric>

namespace replicas::solve {

Sbpi::Sbpi(const Instance& instance, const SbpiOptions& options, const Kernels& kernels)
    : instance_(instance),
      options_(options),
      kernels_(kernels),
      random_(instance.seed, instance.stream()),
      hidden_(random_signs(1, instance.machine.inputs, random_)),
      order_(static_cast<std::size_t>(instance.count())) {
  std::iota(order_.begin(), order_.end(), 0);
}

bool Sbpi::advance() {
  if (solved_ || epochs_ == options_.epochs) return false;
  const BitRows& patterns = instance_.patterns;
  const int least = instance_.least_field;
  ++epochs_;
  random_.shuffle(order_);
  solved_ = true;
  for (const int r : order_) {
    const std::uint64_t* const pattern = patterns.row(r);
    const int differ = kernels_.differing(pattern, hidden_.weights().row(0), patterns.words());
    const int field = patterns.columns() - 2 * differ;
    if (field < least) {
      hidden_.add(pattern);
      solved_ = false;
    } else if (field == least && options_.strengthen > 0 && random_.uniform() < options_.strengthen) {
      hidden_.strengthen(pattern);
    }
  }
  return true;
}

Outcome Sbpi::outcome() const {
  Outcome outcome;
  outcome.solved = solved_;
  outcome.weights = hidden_.weights();
  outcome.errors = errors(instance_, outcome.weights, kernels_);
  outcome.iterations = epochs_;
  return outcome;
}

Outcome sbpi(const Instance& instance, const SbpiOptions& options, const Kernels& kernels) {
  Sbpi solver(instance, options, kernels);
  while (solver.advance()) {
  }
  return solver.outcome();
}

}  // namespace replicas::solve
