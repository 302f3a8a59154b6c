#pragma once

#include <algorithm>
#include <cmath>
#include <vector>

#include "theory/gauss.h"

namespace replicas::theory {

/// The trapezoidal rule for averages over a standard normal number. For functions that are analytic in a strip around
/// the real axis its error falls exponentially with 1 / step, so that halving the step shows how large it was.
class GaussGrid {
 public:
  explicit GaussGrid(double step) {
    constexpr double range = 9;  // H(9) = 1e-19
    const int half = std::max(4, static_cast<int>(std::ceil(range / step)));
    double sum = 0;
    for (int i = -half; i <= half; ++i) {
      const double z = range * i / half;
      nodes_.push_back(z);
      weights_.push_back(density(z));
      sum += weights_.back();
    }
    for (double& weight : weights_) weight /= sum;
  }

  template <class Function>
  double average(const Function& function) const {
    double sum = 0;
    for (std::size_t i = 0; i < nodes_.size(); ++i) sum += weights_[i] * function(nodes_[i]);
    return sum;
  }

  const std::vector<double>& nodes() const { return nodes_; }
  const std::vector<double>& weights() const { return weights_; }

 private:
  std::vector<double> nodes_, weights_;
};

/// The trapezoidal rule in t after x = from + scale exp(t - exp(-t)), for functions on (from, infinity) that fall at
/// least exponentially on the scale `scale` (double exponential; Takahasi and Mori 1974): `visit(weight, x)`.
template <class Visit>
void half_line_rule(double from, double scale, double step, const Visit& visit) {
  for (double t = -3.8; t <= 3.8; t += step) {  // exp(t - exp(-t)): 1e-21 to 44
    const double small = std::exp(-t), x = std::exp(t - small);
    visit(step * scale * x * (1 + small), from + scale * x);
  }
}

/// The integral of such a function.
template <class Function>
double half_line_integral(double from, double scale, double step, const Function& function) {
  double sum = 0;
  half_line_rule(from, scale, step, [&](double weight, double x) { sum += weight * function(x); });
  return sum;
}

}  // namespace replicas::theory
