#pragma once

#include <cmath>

namespace replicas::theory {

/// A number from quadrature and the error of it.
struct Estimate {
  double value = 0;
  double error = 0;
};

/// Quadratures are asked twice, at this step and at twice the step: the difference bounds the error of the finer one.
inline constexpr double fine_step = 0.25;

/// `function(step)` at both steps. The rules converge exponentially, so the difference is the error of the coarse one
/// and far more than that of the value returned; rounding and the end of root searches stay above 1e-12.
template <class Function>
Estimate at_two_steps(const Function& function) {
  const double coarse = function(2 * fine_step), fine = function(fine_step);
  return {fine, std::fabs(fine - coarse) + 1e-12};
}

}  // namespace replicas::theory
