#pragma once

#include <array>
#include <vector>

#include "system/ensemble.h"
#include "system/potential/potential.h"

namespace replicas {

/// Exact averages of one mode over exp(-(l + V) / T), with what a small step size does to them.
struct ModeMoments {
  double loss_mean = 0, loss_variance = 0;
  double curvature = 0;        ///< mean trace of the Hessian of l
  double variance = 0;         ///< of x
  double fourth = 0;           ///< fourth central moment of x
  double loss_slope = 0;       ///< d<l>/d eta under em at eta = 0 (NaN for modes of two weights)
  double square_slope = 0;     ///< d var(l)/d eta
  double curvature_slope = 0;  ///< d<tr H>/d eta
  double relaxation = 0;       ///< integral of the autocorrelation of l over continuous time (NaN for two weights)
};

/// The stationary law of one mode by quadrature over a grid that reaches to exp(-60) of the peak: V = decay |w|^2 / 2.
class GibbsLaw {
 public:
  GibbsLaw(PotentialKind kind, double parameter, double temperature, double decay);
  ModeMoments moments() const;
  /// x and y from a uniform number in (0, 1) and a normal one: the inverse of the cumulative law.
  std::array<double, 2> draw(double uniform, double normal) const;

 private:
  double energy(double x) const;  ///< of the coordinate of the grid, other weights integrated out; over T

  PotentialKind kind_;
  double parameter_, temperature_, decay_;
  double first_ = 0, spacing_ = 1;
  std::vector<double> weight_, cumulative_;  ///< probability of each grid point, and up to its middle
};

/// What a run on a potential ought to show at one temperature. Modes are independent, so sums over them. Quadratic
/// modes: exact for the discrete chain of either rule. Others: the limit of small steps, corrected to first order in
/// eta for em (lm has no such term).
ExactLaw exact_law(const Potential& potential, const Ensemble& ensemble, std::size_t temperature_index);

/// Independent draws from the stationary law (of the limit of small steps) for every replica.
std::vector<float> equilibrium_weights(const Potential& potential, const Ensemble& ensemble);

}  // namespace replicas
