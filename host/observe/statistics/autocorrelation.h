#pragma once

#include <complex>
#include <span>
#include <vector>

namespace replicas {

/// Autocovariance of one series about `mean` at lags 0 .. lags - 1, each divided by the length of the series (so that
/// the sequence is positive definite): c_k = (1/n) sum_i (x_i - mean)(x_(i+k) - mean). By Fourier transform.
std::vector<double> autocovariance(std::span<const double> series, double mean, std::size_t lags);

/// Autocorrelation time tau = 1 + 2 sum_(k >= 1) rho_k in steps of the series, from rho_0 = 1, rho_1, ...
struct AutocorrelationTime {
  double tau = 0;          ///< NaN when rho is not finite
  std::size_t window = 0;  ///< lags summed
  bool converged = false;  ///< false: the window never closed, tau is a lower bound
};

/// Summed up to the smallest M with M >= 6 tau(M) (Sokal). Relative standard deviation about sqrt(2 (2 M + 1) / n).
/// Anticorrelated series (tau < 1) stop too early; see ess_mean (convergence.h).
AutocorrelationTime autocorrelation_time(std::span<const double> correlation);

/// In-place discrete Fourier transform, X_k = sum_j x_j exp(-2 pi i j k / n), n a power of two. The inverse is the same
/// with the two parts of every number exchanged, divided by n.
void fourier_transform(std::span<std::complex<double>> values);

}  // namespace replicas
