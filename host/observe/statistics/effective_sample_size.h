#pragma once

#include "observe/statistics/split_chains.h"

namespace replicas {

/// Independent draws that would fix the mean as well as these chains do: split chains, variance between chains
/// included, pair sums of the autocorrelation kept while positive and made monotone (Geyer 1992; arXiv:1903.08008,
/// appendix A), at most S log10 S of S draws. NaN when not available (fewer than 6 draws per chain, constant or not
/// finite).
double ess_mean(const Chains& chains);

/// The same for the rank-normalised values: meaningful for any distribution.
double ess_bulk(const Chains& chains);

}  // namespace replicas
