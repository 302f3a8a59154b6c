#include "solve/sbpi.h"

#include <numeric>
#include <utility>

#include "solve/hidden_weights.h"
#include "solve/random_stream.h"

namespace replicas::solve {

Outcome sbpi(const Instance& instance, const SbpiOptions& options, const Kernels& kernels) {
  const BitRows& patterns = instance.patterns;
  RandomStream random(instance.seed, instance.number);
  BitRows start(1, patterns.columns());
  for (int i = 0; i < patterns.columns(); ++i) start.set(0, i, random.word() % 2 != 0);
  HiddenWeights hidden(start);
  std::vector<int> order(static_cast<std::size_t>(patterns.rows()));
  std::iota(order.begin(), order.end(), 0);

  const int least = options.mutation == Mutation::flipped_sign ? -instance.least_field : instance.least_field;
  const bool strengthens = options.strengthen > 0 && options.mutation != Mutation::barely_ignored;
  Outcome outcome;
  while (!outcome.solved && outcome.iterations < options.epochs) {
    ++outcome.iterations;
    for (std::size_t i = order.size(); i > 1; --i)
      std::swap(order[i - 1], order[random.below(static_cast<std::uint32_t>(i))]);
    outcome.solved = true;
    for (const int r : order) {
      const std::uint64_t* const pattern = patterns.row(r);
      const int differ = kernels.differing(pattern, hidden.weights().row(0), patterns.words());
      const int field = patterns.columns() - 2 * differ;
      if (field < least) {
        hidden.add(pattern);
        outcome.solved = false;
      } else if (field == least && strengthens && random.uniform() < options.strengthen) {
        hidden.strengthen(pattern);
      }
    }
  }
  outcome.weights = hidden.weights();
  outcome.errors = errors(instance, outcome.weights, kernels);
  return outcome;
}

}  // namespace replicas::solve
