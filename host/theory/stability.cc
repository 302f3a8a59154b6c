#include "theory/stability.h"

#include <algorithm>
#include <cmath>

#include "model/error.h"
#include "theory/gauss_average.h"
#include "theory/replica_symmetric.h"

namespace replicas::theory {

TypicalStability::TypicalStability(const Machine& perceptron, double load) : margin_(perceptron.margin) {
  require(perceptron.units == Units::perceptron, ErrorKind::bad_value,
          "stabilities of typical solutions are known for the perceptron alone, not for {}", name(perceptron.units));
  const Saddle saddle = saddle_point(perceptron, load);
  require(perceptron.weights == Weights::spherical || saddle.entropy >= 0, ErrorKind::bad_value,
          "load {:g} at margin {:g} is above the capacity (entropy {:.4f}): there is no typical solution", load,
          margin_, saddle.entropy);
  q_ = saddle.q;
}

double TypicalStability::density(double stability, double step) const {
  const double own = std::sqrt(1 - q_), shared = std::sqrt(q_);
  const GaussGrid grid(step * std::min(1.0, own / std::max(shared, 1e-300)));
  return grid.average([&](double z) {
    const double x = (stability - shared * z) / own, from = (margin_ - shared * z) / own;
    // G(x)/H(from), by its logarithm: both are 0 in the far tail, and their ratio is not.
    return std::exp(0.5 * (from * from - x * x)) * hazard(from) / own;
  });
}

Estimate TypicalStability::density(double stability) const {
  if (stability < margin_) return {0, 0};
  return at_two_steps([&](double step) { return density(stability, step); });
}

Estimate TypicalStability::share_below(double stability) const {
  if (stability <= margin_) return {0, 0};
  return at_two_steps([&](double step) {
    return 1 - half_line_integral(stability, 1, step / 2, [&](double x) { return density(x, step); });
  });
}

Estimate TypicalStability::local_energy(double d) const {
  require(d >= 0 && d <= 0.5, ErrorKind::bad_value, "flip rate {:g} is outside 0..0.5", d);
  if (d == 0) return {0, 0};
  const double slope = (1 - 2 * d) / std::sqrt(4 * d * (1 - d));
  // The error of a pattern falls within 1/slope, its density within about 1.
  const double scale = 1 / std::max(1.0, slope);
  return at_two_steps([&](double step) {
    return half_line_integral(margin_, scale, step / 2, [&](double x) { return density(x, step) * tail(slope * x); });
  });
}

}  // namespace replicas::theory
