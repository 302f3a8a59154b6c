#include "observe/gamma_density.h"

#include <cmath>

#include "observe/log_gamma.h"

namespace replicas {

double gamma_density(double x, double shape, double scale) {
  if (x < 0) return 0;
  const double u = x / scale;
  const double log_power = shape == 1 ? 0 : (shape - 1) * std::log(u);
  return std::exp(log_power - u - log_gamma(shape)) / scale;
}

}  // namespace replicas
