#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "system/ensemble.h"

namespace replicas {

/// Neighbouring weights [offset, offset + size) that the confinement V = sum_i (decay_i / 2) (w_i - centre_i)^2 holds
/// with one coefficient.
struct DecayRange {
  std::size_t offset, size;
  double decay;
};

/// All weights at one temperature, in order: one range for the blocks of a layer that have the same coefficient. What
/// is summed over weights is summed over ranges, so this decides the order of such sums.
std::vector<DecayRange> decay_ranges(const Ensemble& ensemble, std::size_t temperature_index);

/// The same with ranges of different layers joined where the coefficient is the same.
std::vector<DecayRange> joined_decay_ranges(const Ensemble& ensemble, std::size_t temperature_index);

/// The largest coefficient: what the confinement adds to the curvature of L at most.
double largest_decay(const Ensemble& ensemble, std::size_t temperature_index);

/// V(w) of one replica with N weights.
double confinement_energy(const Ensemble& ensemble, std::size_t replica, std::span<const float> weights);

}  // namespace replicas
