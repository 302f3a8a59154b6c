#pragma once

#include <cmath>

namespace replicas {

/// ln Gamma(x), x > 0. Not std::lgamma: that writes the sign into a variable that all threads share.
inline double log_gamma(double x) {
  int sign = 0;
  return ::lgamma_r(x, &sign);
}

}  // namespace replicas
