#pragma once

#include <functional>

#include "engine/engine.h"
#include "observe/instruments/measurements.h"

namespace replicas {

/// The weights of one replica (by global number) in a sample that has weights.
inline std::span<const float> replica_weights(const WeightSample& sample, std::size_t replica,
                                              const Ensemble& ensemble) {
  const std::size_t n = ensemble.weights();
  return std::span(sample[recorded::weights]).subspan(replica * n, n);
}

/// Spectra of the covariance of `clouds` clouds of `count` points in the space of the weights, clouds x min(N, count -
/// 1), as Spectra::covariance_spectra gives them. Points are the N weights that point(cloud, number) names; they are
/// gathered for some clouds at a time, so that 64 MiB, or one cloud, are all that is needed beside the samples.
std::vector<double> gathered_spectra(
    const Engine& engine, std::size_t clouds, std::size_t count,
    const std::function<std::span<const float>(std::size_t cloud, std::size_t number)>& point);

}  // namespace replicas
