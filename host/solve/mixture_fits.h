#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace replicas::solve {

/// Data sets of two Gaussian clouds: label y = +1 with probability `positive`, input x = y v/sqrt(N) + sqrt(noise) z,
/// |v|^2 = N. All of them look alike under rotations, so that v is the vector of ones.
struct CloudData {
  int inputs = 500;    ///< N
  int examples = 500;  ///< P
  double noise = 1, positive = 0.5;
  std::uint64_t seed = 1;
};

/// What a fitted classifier sign(w.x/sqrt(N) + b) is to the clouds: m = w.v/N, s = sqrt(noise) |w|/sqrt(N), b. Its test
/// error follows from them exactly.
struct LinearFit {
  double m = 0, s = 1, bias = 0;
};

/// The classifiers of one data set, a function of (seed, number): the Hebb vector, the sum of y x, and ridge
/// regression, the minimum of sum (y - w.x/sqrt(N) - b)^2/2 + lambda |w|^2/2, at each lambda; b is fitted, too, or 0.
struct CloudFits {
  LinearFit hebb;
  std::vector<LinearFit> ridge;
};
CloudFits fit_clouds(const CloudData& data, std::uint64_t number, std::span<const double> lambdas, bool fitted_bias);

}  // namespace replicas::solve
