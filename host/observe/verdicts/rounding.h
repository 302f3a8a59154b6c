#pragma once

#include "observe/observables/digest.h"
#include "observe/results.h"

namespace replicas {

/// What the rounding of float32 adds to d_var = 2 var(L) / T^2 at one temperature, as an estimate within a factor of a
/// few; NaN without losses. A relative error u = 2^-24 of each number, independent between examples, moves L by
///   u <L> sqrt(2 / P)        through the loss of each example, for losses that scatter as an exponential law's,
///   u Z s                    through its outputs, of size Z: s is sqrt(2 <L> / P) for mse, where the slope squared is
///                            2 l, and <L> sqrt(2 / P) for cross-entropy, where the slope is at most l,
///   u |grad L| |w| / sqrt N  through the weights.
/// It matters where <L> does not go to 0 with T: var(L) is T^2 d / 2, and T can become smaller than these.
double rounding_dimension(const Digest& digest, const Results& results, std::size_t temperature);

/// The temperatures at which that is more than a tenth of d_var: numbers from the fluctuations of L are no physics
/// there.
std::vector<bool> rounded_away(const Digest& digest, const Results& results);

}  // namespace replicas
