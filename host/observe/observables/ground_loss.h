#pragma once

#include <string>

#include "observe/observables/pooled.h"

namespace replicas {

/// L0, the infimum of L that d_mean, d_gamma and llc count from, as these chains at this temperature see it (all in one
/// data set); shifted by digest.ground_shift of its errors. What the chains themselves say of it (an intercept, their
/// anchors) is deleted with them by the jackknife; the rest of its error is GroundEstimate::error, which `evaluate`
/// carries into every number that is made with it.
double ground_loss(const Digest& digest, std::size_t temperature, ChainSpan chains);

/// Whether the infimum on one data set is not known without a descent: no potential, no anchor, and either a fixed
/// weight decay or data that no replica separated. Asks `measured.blocks`.
bool needs_descent(const Measurements& measured, std::size_t dataset);

/// Where it came from, in words, for the table and the attribute `ground_loss_origin`.
std::string ground_loss_origin(const Digest& digest);

/// Whether the error of L0 is more than this share of <L> - L0 at some temperature: d_var is then the number to read.
inline constexpr double doubtful_share = 0.05;
bool ground_loss_doubtful(const Digest& digest);

}  // namespace replicas
