#pragma once

#include <cmath>
#include <limits>

#include "observe/distributions.h"
#include "observe/moments.h"

namespace replicas {

/// Estimates of one number from independent data sets, each with its own variance and degrees of freedom. Their average
/// has variance sum_k var_k / K^2 and the degrees of freedom of Welch and Satterthwaite,
/// (sum_k var_k)^2 / sum_k (var_k^2 / freedom_k).
struct IndependentEstimates {
  Moments values;
  double variance = 0, quartic = 0;

  /// A variance that is not known is NaN, and then so is the error.
  void add(double value, double its_variance, double freedom) {
    values.add(value);
    variance += its_variance;
    quartic += its_variance * its_variance / freedom;
  }
  /// One standard error of the average, widened for few degrees of freedom; NaN where they are too few to know it.
  double error() const {
    if (!(variance > 0)) return std::sqrt(variance) / values.count;
    const double freedom = variance * variance / quartic;
    return std::sqrt(variance) / values.count *
           (freedom < fewest_freedom ? std::numeric_limits<double>::quiet_NaN() : student_widening(freedom));
  }
};

}  // namespace replicas
