#pragma once

#include <cstdint>
#include <vector>

#include "observe/observables/digest.h"
#include "observe/results.h"

namespace replicas {

/// Means over consecutive equal parts of the run after burn-in, one row per group of coupled chains (per chain
/// where nothing couples them): the mean of those of its chains that did not diverge.
using BlockMeans = std::vector<std::vector<double>>;

BlockMeans loss_blocks(const Digest& digest, std::size_t temperature);          ///< of L at the measured steps
BlockMeans weight_norm2_blocks(const Digest& digest, std::size_t temperature);  ///< of |w|^2 of the samples

/// Do the chains, together, go somewhere? The least-squares slope of each group over its blocks is one independent
/// number of mean 0 when nothing drifts, so the mean slope over its standard error is Student's t.
struct Drift {
  double change = 0;       ///< mean change from the first block to the last
  double probability = 1;  ///< of a mean slope this far from 0 without drift, two-sided; 1 with fewer than two groups
};
Drift drift(const BlockMeans& blocks);

/// loss_block_mean and weight_norm2_block_mean (temperature, block), so that a drift is visible without the traces.
std::vector<Curve> block_curves(const Digest& digest);

}  // namespace replicas
