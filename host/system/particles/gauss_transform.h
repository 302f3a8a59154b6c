#pragma once

#include <span>
#include <vector>

namespace replicas {

/// Sums of a Gaussian kernel K(x) = exp(-x^2 / (2 v)) / sqrt(2 pi v) over sources y_j with charges q_j, at points x_i:
///   value_i = sum_j q_j K(x_i - y_j), slope_i and bend_i the same of K' and K''.
struct GaussSums {
  std::vector<double> value, slope, bend;
};

/// By direct sums, in the order of the sources.
GaussSums direct_gauss_sums(std::span<const double> at, std::span<const double> sources,
                            std::span<const double> charges, double variance);

/// The same within 1e-12 of sum_j |q_j| times the largest kernel, in time proportional to points and sources (the fast
/// Gauss transform, Greengard and Strain 1991): sources in boxes a standard deviation wide are Hermite series about
/// their box,
///   exp(-(t - u)^2) = sum_k u^k / k! h_k(t), h_k(t) = exp(-t^2) H_k(t), |u| <= 1 / (2 sqrt 2),
/// whose terms after k are below 1.09 (1/2)^k / sqrt(k!); boxes more than 9 deviations away add less than 1e-17.
GaussSums fast_gauss_sums(std::span<const double> at, std::span<const double> sources, std::span<const double> charges,
                          double variance);

/// Whichever is faster.
GaussSums gauss_sums(std::span<const double> at, std::span<const double> sources, std::span<const double> charges,
                     double variance);

}  // namespace replicas
