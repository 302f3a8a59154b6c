#pragma once

#include "observe/instruments/measurements.h"

namespace replicas {

/// Adds what a slice of the ensemble has measured to `whole`, which has what the slices before it have: every record
/// grows over replicas, none over time. False, and `whole` is of no use any more, where they did not look at the same
/// moments.
bool join_measurements(Measurements& whole, Measurements slice);

}  // namespace replicas
