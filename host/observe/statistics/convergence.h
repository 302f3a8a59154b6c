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

/// Do the chains agree? sqrt((between + within) / within) of split chains: 1 when they do (arXiv:1903.08008, eq. 4).
/// NaN when not available (fewer than 4 draws per chain, constant or not finite).
double rhat_basic(const Chains& chains);

/// The larger of R-hat of the rank-normalised values (bulk) and of the rank-normalised folded values (spread).
double rhat(const Chains& chains);

/// Independent draws that would fix the mean as well as these chains do: split chains, variance between chains
/// included, pair sums of the autocorrelation kept while positive and made monotone (Geyer 1992; arXiv:1903.08008,
/// appendix A), at most S log10 S of S draws. NaN when not available (fewer than 6 draws per chain, constant or not
/// finite).
double ess_mean(const Chains& chains);

/// The same for the rank-normalised values: meaningful for any distribution.
double ess_bulk(const Chains& chains);

}  // namespace replicas
