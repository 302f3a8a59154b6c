#pragma once

#include <cstddef>
#include <span>
#include <vector>

namespace replicas {

/// Eigenvalues, largest first, of the covariance of points in N dimensions (points x N, row-major): sum of
/// (x - mean)(x - mean)^T over points, divided by points - 1. There are min(N, points - 1) that need not be zero; with
/// fewer points than dimensions they come from the points x points Gram matrix. Empty for fewer than two points.
std::vector<double> covariance_spectrum(std::span<const float> points, std::size_t dimensions);

}  // namespace replicas
