#pragma once

#include <span>
#include <vector>

#include "solve/instance.h"

namespace replicas::solve {

/// The probability that a pattern of field I is below `least_field` (odd, both) after each of N weights was flipped
/// with probability d: I - 2 (X - Y) < least, X ~ Bin((N+I)/2, d) of the weights that agree with it, Y ~ Bin((N-I)/2,
/// d) of the others. Exact at every N.
double flipped_error(int inputs, int field, int least_field, double d);

/// The probability that a pattern is wrong when the signs of its units turn independently with probabilities `turned`:
/// by convolution for a committee, [1 - s prod_k (1 - 2 p_k)]/2 for a parity machine, s its output before.
double turned_error(const Machine& machine, std::span<const int> fields, std::span<const double> turned,
                    int least_field);

/// The local energy of weights: the mean over patterns of the probability that flips of each weight with probability d
/// leave them wrong, from the fields [P][K] of their units. Exact, since units share no weights.
double local_energy(const Machine& machine, std::span<const int> fields, int least_field, double d);

}  // namespace replicas::solve
