#pragma once

#include "solve/instance.h"

namespace replicas::solve {

/// The mean of w_i w'_i over all weights of two networks. Units of a committee that all see the same inputs may be
/// exchanged: they are matched first, the pair of largest overlap before the others.
double overlap(const Machine& machine, const BitRows& one, const BitRows& other);

}  // namespace replicas::solve
