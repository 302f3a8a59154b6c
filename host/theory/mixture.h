#pragma once

#include <string_view>

#include "theory/estimate.h"

namespace replicas::theory {

/// Two Gaussian clouds: label y = +1 with probability rho, input x = y v/sqrt(N) + sqrt(Delta) z with |v|^2 = N;
/// P = alpha N examples, a linear classifier sign(w.x/sqrt(N) + b).
struct Mixture {
  double load = 1;        ///< alpha
  double noise = 1;       ///< Delta
  double positive = 0.5;  ///< rho
};

enum class Bias { none, fitted, optimal };
std::string_view name(Bias bias);

/// What a classifier is to the clouds: m = w.v/N, s = sqrt(Delta) |w|/sqrt(N), b.
struct Classifier {
  double m = 0, s = 1, bias = 0;
};

/// rho H((m+b)/s) + (1-rho) H((m-b)/s).
double error(const Mixture& mixture, const Classifier& classifier);

/// The best bias for given m and s: s^2/(2m) ln(rho/(1-rho)).
Classifier with_optimal_bias(const Mixture& mixture, Classifier classifier);

/// The Bayes-optimal classifier: m/s = sqrt(alpha/(Delta (alpha+Delta))) and the optimal bias (Mignacco et al.,
/// arXiv:2002.11544). The Hebb vector, the sum of y x, has this m/s too.
Classifier bayes(const Mixture& mixture);
Classifier hebb(const Mixture& mixture, Bias bias);

/// The mean error of the Hebb vector over data sets of N = `inputs` and P = alpha N, exact at every N: divided by
/// sqrt(P) it is sqrt(alpha) v + sqrt(Delta) z with a standard normal z, so that m is normal and the rest of |w|^2 a
/// chi-squared number of N - 1 degrees, independent of it. Derived here. The bias is none or optimal for the m and s of
/// each data set.
Estimate hebb_mean_error(const Mixture& mixture, int inputs, Bias bias);

/// Ridge regression, the minimum of sum (y - w.x/sqrt(N) - b)^2/2 + lambda |w|^2/2, as N grows. Derived by the cavity
/// method (which is exact for a quadratic loss): V = Delta/(lambda + alpha Delta/(1+V)), h = lambda + alpha
/// Delta/(1+V),
///   m = mhat/h, mhat = alpha E g, |w|^2/N = (mhat^2 + qhat)/h^2, qhat = alpha Delta E g^2,
/// g = (1 - b y - m - sqrt(Delta) |w|/sqrt(N) z)/(1+V); a fitted bias is E y (1 - m).
/// With Bias::optimal the weights are those of the fit with a bias, which is then replaced by the best one.
Classifier ridge(const Mixture& mixture, double lambda, Bias bias);

}  // namespace replicas::theory
