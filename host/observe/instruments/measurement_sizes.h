#pragma once

#include "observe/instruments/measurements.h"

namespace replicas {

/// Whether every vector has the size, and every number the range, that the observables rely on for this ensemble: what
/// comes from a file is asked before it is used.
bool sizes_fit(const Measurements& measured);

}  // namespace replicas
