#pragma once

#include <vector>

#include "observe/observables/pooled.h"

namespace replicas {

/// Autocorrelation of L at lags 0, 1, ... in samples: autocovariances averaged over the chains, then divided by lag 0.
std::vector<double> mean_autocorrelation(const Digest& digest, std::size_t temperature, ChainSpan chains);

}  // namespace replicas
