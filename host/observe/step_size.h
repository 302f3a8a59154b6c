#pragma once

#include "model/ensemble.h"

namespace replicas {

/// Largest decay of any layer at one temperature: what the confinement adds to the curvature at most.
double largest_decay(const Ensemble& ensemble, std::size_t temperature);

}  // namespace replicas
