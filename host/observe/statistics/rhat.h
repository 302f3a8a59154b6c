#pragma once

#include "observe/statistics/split_chains.h"

namespace replicas {

/// Do the chains agree? sqrt((between + within) / within) of split chains: 1 when they do (arXiv:1903.08008, eq. 4).
/// NaN when not available (fewer than 4 draws per chain, constant or not finite).
double rhat_basic(const Chains& chains);

/// The larger of R-hat of the rank-normalised values (bulk) and of the rank-normalised folded values (spread).
double rhat(const Chains& chains);

}  // namespace replicas
