#pragma once

namespace replicas {

/// Density of the Gamma distribution with this shape and scale at x; 0 for x < 0. The loss of a quadratic well with d
/// stiff directions, or of d / 2 exponential walls per unit width, is Gamma(d / 2, T).
double gamma_density(double x, double shape, double scale);

}  // namespace replicas
