#include "solve/instance.h"

#include <algorithm>
#include <cmath>

#include "physics/noise.h"

namespace replicas::solve {

namespace {

/// One row of fair bits, from words that its purpose, instance and number name.
void fill(std::uint64_t* row, const BitRows& shape, std::uint64_t seed, Purpose purpose, std::uint64_t instance,
          std::uint64_t number) {
  const std::size_t blocks = (shape.words() + 1) / 2;
  for (std::size_t w = 0; w < shape.words(); ++w) {
    const Words words = noise_words(seed, purpose, instance, blocks, number, w / 2);
    row[w] = words[2 * (w % 2)] | std::uint64_t{words[2 * (w % 2) + 1]} << 32;
  }
  row[shape.words() - 1] &= shape.last_word();
}

/// The smallest odd number that is at least margin sqrt(N), and at least 1.
int least_field(int inputs, double margin) {
  const int least = std::max(1, static_cast<int>(std::ceil(margin * std::sqrt(inputs) - 1e-9)));
  return least % 2 == 0 ? least + 1 : least;
}

}  // namespace

Instance make_instance(std::uint64_t seed, std::uint64_t number, int inputs, int patterns, double margin,
                       PatternLaw law, Mutation mutation) {
  Instance instance{BitRows(patterns, inputs), least_field(inputs, margin), seed, number};
  const std::uint64_t source = mutation == Mutation::shared_patterns ? 0 : number;
  BitRows& rows = instance.patterns;
  BitRows teacher(1, inputs);
  fill(teacher.row(0), teacher, seed, Purpose::labels, source, 0);
  for (int r = 0; r < patterns; ++r) {
    fill(rows.row(r), rows, seed, Purpose::data, source, static_cast<std::uint64_t>(r));
    if (law == PatternLaw::random) continue;
    const int differ = generic_kernels().differing(rows.row(r), teacher.row(0), rows.words());
    if (2 * differ < inputs) continue;
    for (std::size_t w = 0; w < rows.words(); ++w) rows.row(r)[w] = ~rows.row(r)[w];
    rows.row(r)[rows.words() - 1] &= rows.last_word();
  }
  return instance;
}

std::vector<int> fields(const BitRows& patterns, const BitRows& weights, const Kernels& kernels) {
  std::vector<int> found;
  for (int r = 0; r < patterns.rows(); ++r)
    found.push_back(patterns.columns() - 2 * kernels.differing(patterns.row(r), weights.row(0), patterns.words()));
  return found;
}

int errors(const Instance& instance, const BitRows& weights, const Kernels& kernels) {
  int wrong = 0;
  for (const int field : fields(instance.patterns, weights, kernels)) wrong += field < instance.least_field ? 1 : 0;
  return wrong;
}

}  // namespace replicas::solve
