#pragma once

#include <span>
#include <vector>

namespace replicas {

/// Series of several chains, all of the same length.
using Chains = std::vector<std::vector<double>>;

/// Every chain as its first and its last half; the middle draw of an odd length is left out.
Chains split(const Chains& chains);

/// Normal scores (arXiv:1903.08008): each value becomes the normal quantile of (r - 3/8) / (S + 1/4), r its rank among
/// all S values (ties share their average rank).
Chains rank_normalised(const Chains& chains);

/// |x - median of all|: large where a chain is too wide or too narrow.
Chains folded(const Chains& chains);

/// False when R-hat and ESS have no meaning: no chain, lengths that differ or lie below `draws`, numbers that are not
/// finite, or a chain that never changes.
bool comparable(const Chains& chains, std::size_t draws);

}  // namespace replicas
