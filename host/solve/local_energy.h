#pragma once

#include <span>
#include <vector>

#include "solve/instance.h"

namespace replicas::solve {

/// The probability that a pattern of field I is below `least_field` (odd, both) after each of N weights was flipped
/// with probability d: I - 2 (X - Y) < least, X ~ Bin((N+I)/2, d) of the weights that agree with it, Y ~ Bin((N-I)/2,
/// d) of the others. Exact at every N.
double flipped_error(int inputs, int field, int least_field, double d);

/// Its mean over the patterns: the local energy of the weights that have these fields.
double local_energy(int inputs, std::span<const int> fields, int least_field, double d);

}  // namespace replicas::solve
