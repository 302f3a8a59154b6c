#pragma once

#include <cstddef>
#include <vector>

namespace replicas {

/// Shape of the covariance spectrum of one free random walk seen `steps` times (arXiv:1806.08805), largest first:
/// eigenvalue k of steps - 1 is 1 / sin^2(pi k / (2 steps)), here with sum 1. A measured spectrum of this shape means
/// that flat directions were not sampled, not that few directions matter.
std::vector<double> random_walk_spectrum(std::size_t steps);

/// Where the eigenvalues of the sample covariance of R independent points from an isotropic cloud of variance 1 in N
/// dimensions lie (Marchenko and Pastur): between (1 - sqrt(N/R))^2 and (1 + sqrt(N/R))^2, with mean of tr S^2 / N
/// equal to 1 + (N + 1) / R. With the mean removed, R - 1 takes the place of R.
struct MarchenkoPastur {
  double lowest;   ///< of the non-zero eigenvalues
  double highest;  ///< upper edge
  double mean_square;
};
MarchenkoPastur marchenko_pastur(double weights, double points);

/// Its min(N, R) non-zero eigenvalues, largest first: the quantiles at (k - 1/2) / min(N, R) of the density
/// sqrt((b - x)(x - a)) / x between the edges a and b.
std::vector<double> marchenko_pastur_spectrum(std::size_t weights, std::size_t points);

}  // namespace replicas
