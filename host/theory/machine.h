#pragma once

#include <string>
#include <string_view>

namespace replicas::theory {

/// What the replica-symmetric formulas are asked about: a perceptron, or a tree committee of infinitely many hidden
/// units with an activation, whose output is sign(sum of the units minus its mean).
enum class Units { perceptron, sign_tree, relu_tree };
enum class Weights { binary, spherical };

struct Machine {
  Units units = Units::perceptron;
  Weights weights = Weights::binary;
  double margin = 0;  ///< every stability has to be at least this
};

/// Variances of the output's field, given the overlap q of two solutions: `shared` by both, `own` to each of them, and
/// the derivative of `shared` with q. A perceptron has q, 1 - q, 1. For a tree they are those of
///   Delta(q) = E_z (E_x f(sqrt(q) z + sqrt(1-q) x))^2,  shared = Delta(q) - Delta(0), own = Delta(1) - Delta(q);
/// with f = sign: Delta = (2/pi) asin(q); f = ReLU: Delta = (sqrt(1-q^2) + q (pi/2 + asin q)) / (2 pi)
/// (Baldassi, Malatesta, Zecchina, Phys. Rev. Lett. 123, 170602).
struct FieldVariances {
  double shared, own, slope;
};
FieldVariances field_variances(Units units, double q);

std::string_view name(Units units);
std::string_view name(Weights weights);

}  // namespace replicas::theory
