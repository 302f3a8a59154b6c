#pragma once

#include "observe/moments.h"

namespace replicas {

// Special functions that verdicts and error bars need, from Boost.Math in plain double.

/// The z with P(Z < z) = p for a standard normal Z. -infinity at 0, +infinity at 1, NaN outside.
double normal_quantile(double p);

/// Density of the Gamma distribution with this shape and scale at x; 0 for x < 0. The loss of a quadratic well with d
/// stiff directions, or of d / 2 exponential walls per unit width, is Gamma(d / 2, T).
double gamma_density(double x, double shape, double scale);

/// P(|t| > x) for Student's t with `freedom` degrees of freedom (any positive number).
double student_two_sided(double x, double freedom);

/// The x with P(|t| <= x) = p.
double student_quantile(double p, double freedom);

/// What one standard error from few replicas must be multiplied by to cover 68.27 %, like one sigma of a normal:
/// 1.84 for 1 degree of freedom, 1.03 for 15, 1 for many.
double student_widening(double freedom);

/// Below this many degrees of freedom an error is not known, and none is given. With one (two replicas) it is the
/// difference of two numbers, which comes out a hundred times too small in 0.8 % of all cases; with two in 0.01 %.
inline constexpr double fewest_freedom = 2 - 1e-9;

/// Of the mean of independent numbers, widened so; NaN for fewer than three.
double standard_error(const Moments& moments);

}  // namespace replicas
