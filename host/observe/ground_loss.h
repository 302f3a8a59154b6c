#pragma once

#include <string>

#include "observe/pooled.h"

namespace replicas {

/// L0, the infimum of L that d_mean, d_gamma and llc count from, as these chains see it (all in one data set). The
/// jackknife deletes a chain from this estimate too, so the error of L0 is in the errors of everything made from it.
double ground_loss(const Digest& digest, ChainSpan chains);

/// Where it came from, in words, for the attribute `ground_loss_origin`.
std::string ground_loss_origin(const Digest& digest);

}  // namespace replicas
