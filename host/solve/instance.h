#pragma once

#include <cstdint>
#include <vector>

#include "solve/bit_rows.h"
#include "solve/kernels.h"

namespace replicas::solve {

/// Where the patterns of an instance come from.
enum class PatternLaw { random, teacher };

/// Planted bugs (tests only); each must be noticed.
enum class Mutation {
  none,
  shared_patterns,     ///< every instance has the patterns of the first
  flipped_sign,        ///< a pattern counts as solved where its field is negative
  onsager_too_late,    ///< the Onsager term takes g of the iteration before the last
  full_field_focused,  ///< the focusing node sees the full field instead of the cavity field
  undamped,            ///< fields are replaced, not mixed
  barely_ignored,      ///< SBPI never strengthens patterns that are barely right
};

/// A binary perceptron to be trained: P patterns of N inputs, each multiplied by its label, so that weights solve it
/// when every field w.xi is at least `least_field`. N is odd: no field is 0.
struct Instance {
  BitRows patterns;
  int least_field = 1;
  std::uint64_t seed = 1, number = 0;
};

/// Pattern r of instance n is a function of (seed, n, N, r) alone: at a larger load the same patterns come first. With
/// a teacher, labels are those of random weights of the instance. The margin is in units of sqrt(N).
Instance make_instance(std::uint64_t seed, std::uint64_t number, int inputs, int patterns, double margin,
                       PatternLaw law = PatternLaw::random, Mutation mutation = Mutation::none);

/// w.xi of every pattern; `weights` is a single row.
std::vector<int> fields(const BitRows& patterns, const BitRows& weights, const Kernels& kernels);

/// The number of patterns whose field is too small.
int errors(const Instance& instance, const BitRows& weights, const Kernels& kernels);

}  // namespace replicas::solve
