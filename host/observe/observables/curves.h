#pragma once

#include <vector>

#include "observe/instruments/measurements.h"
#include "observe/observables/digest.h"
#include "observe/results.h"

namespace replicas {

/// autocorrelation(temperature, lag): of L, averaged over the replicas of a data set before it is divided by lag 0,
/// then over data sets. Lags in steps.
std::vector<Curve> autocorrelation_curves(const Digest& digest);

/// loss_histogram(temperature, loss_bin): density of x = (L - L0) / T over the samples of all replicas, and beside it
/// loss_histogram_gamma, the density of Gamma(d_mean / 2, 1), without a free parameter.
std::vector<Curve> loss_histogram_curves(const Digest& digest, const std::vector<double>& d_mean);

/// covariance_spectrum(temperature, eigenvalue): eigenvalues of the covariance of the weights within one replica,
/// largest first, averaged over replicas; and covariance_spectrum_random_walk, what free diffusion with the same trace
/// and number of samples would show, and covariance_spectrum_marchenko_pastur, what independent samples of an isotropic
/// cloud would. Empty without sampled weights. At most 256 points per replica.
std::vector<Curve> covariance_curves(const Digest& digest, const Engine& engine);

/// Group dynamics: cloud_spectrum(temperature, cloud_time, cloud_eigenvalue), eigenvalues of the covariance of the
/// weights over the replicas of a data set at some moments, and what an isotropic cloud of the same trace would show.
std::vector<Curve> cloud_curves(const Digest& digest, const Engine& engine);

/// Group curvature_map: per stiff direction, eigenvalues and density of the Hessian, activity of the examples.
std::vector<Curve> map_curves(const Digest& digest);

/// Group dynamics: mean square displacement of the weights, and the width of the cloud of replicas.
std::vector<Curve> displacement_curves(const Digest& digest, int threads);

/// Group reweighting: mean loss and heat capacity between the rungs, entropy differences, each with its error. Empty
/// with one temperature, or where the confining measure changes with T.
std::vector<Curve> reweighting_curves(const Digest& digest);

/// Traces of single replicas (of the arrays that are declared to be traced), their steps, the data set of each chain,
/// and where a replica had diverged: everything of `posterior`, `warmup_posterior` and `sample_stats`.
void add_traces(Results& results, const Measurements& measurements);

}  // namespace replicas
