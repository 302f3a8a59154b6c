#pragma once

#include <vector>

#include "theory/estimate.h"
#include "theory/machine.h"

namespace replicas::theory {

/// The Franz-Parisi entropy phi(d) of the binary perceptron: (1/N) ln of the number of solutions of margin kappa at
/// Hamming distance d N from a typical solution of margin `reference_margin` to the same patterns. Replica-symmetric,
/// after one reference is drawn (order parameters q between solutions, t between solution and another reference,
/// p = 1 - 2d with the reference itself):
///   phi = -p p^ + t t^ - q^(1-q)/2 + E ln 2cosh h + alpha E ln H((kappa - omega)/sqrt(1-q)),
/// h the field of a weight beside its reference's, omega that of a pattern beside its reference's
/// (Huang and Kabashima, Phys. Rev. E 90, 052813; Baldassi et al., Phys. Rev. Lett. 127, 278301).
struct FranzParisi {
  double load = 0.5;
  double margin = 0;
  double reference_margin = 0;
};

/// One point of the curve, with the order parameters that it rests on.
struct FranzParisiPoint {
  double distance = 0.5, entropy = 0;
  double q = 0, t = 0, q_hat = 0, t_hat = 0, p_hat = 0;
  bool converged = false;
};

/// phi at each distance, in the order given; solved from the largest distance down, each from its neighbour's order
/// parameters. Distances lie in 0..0.5 without the ends. An Error (64) where the reference does not exist.
std::vector<FranzParisiPoint> franz_parisi_curve(const FranzParisi& about, const std::vector<double>& distances,
                                                 double step = fine_step);

/// phi with the error of its quadrature.
std::vector<Estimate> franz_parisi_entropy(const FranzParisi& about, const std::vector<double>& distances);

/// The formula of phi at any order parameters: stationary in all but `distance` at a point of the curve.
double franz_parisi_formula(const FranzParisi& about, const FranzParisiPoint& at, double step = fine_step);

/// Whether phi (kappa = 0) around references of the largest margin grows with d everywhere from 0.002 to 0.02, on a
/// grid of distances 20 % apart: it first gives way at 0.005.
bool grows_with_distance(double load);

/// The load above which it does not: where the wide flat region breaks up. By halving between `low` and `high`, to
/// `precision`; an Error (64) when the two ends say the same.
Estimate monotone_load(double low, double high, double precision);

}  // namespace replicas::theory
