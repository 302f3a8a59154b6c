#pragma once

#include "observe/pooled.h"

namespace replicas {

// Effective number of stiff directions (science: "Thermodynamic estimators").

double d_mean(const Digest& digest, std::size_t temperature, ChainSpan chains);  ///< 2 (<L> - L0) / T
double d_var(const Digest& digest, std::size_t temperature, ChainSpan chains);   ///< 2 var(L) / T^2, needs no L0

/// d ln f / d ln T at one rung from its neighbours: second order in the ratio of temperatures, first at the ends of the
/// ladder; NaN with a single temperature.
template <class Function>
double log_slope(const Digest& digest, std::size_t temperature, Function function) {
  const std::size_t below = temperature > 0 ? temperature - 1 : temperature;
  const std::size_t above = temperature + 1 < digest.temperatures() ? temperature + 1 : temperature;
  const auto difference = [&](std::size_t from, std::size_t to) {
    return (std::log(function(to)) - std::log(function(from))) /
           (std::log(digest.temperature(to)) - std::log(digest.temperature(from)));
  };
  if (below == above) return ReplicaDigest::absent;
  if (below == temperature || above == temperature) return difference(below, above);
  // Three points that need not be equally spaced: the slopes of both sides, weighted by the other side's length.
  const double left = std::log(digest.temperature(temperature) / digest.temperature(below));
  const double right = std::log(digest.temperature(above) / digest.temperature(temperature));
  return (difference(below, temperature) * right + difference(temperature, above) * left) / (left + right);
}

}  // namespace replicas
