#pragma once

#include "observe/instruments/measurements.h"
#include "observe/results.h"

namespace replicas {

/// Traces of single replicas (of the arrays that are declared to be traced), their steps, the data set of each chain,
/// and where a replica had diverged: everything of `posterior`, `warmup_posterior` and `sample_stats`.
void add_traces(Results& results, const Measurements& measurements);

}  // namespace replicas
