#include "theory/machine.h"

#include <cmath>
#include <numbers>

namespace replicas::theory {

FieldVariances field_variances(Units units, double q) {
  using std::numbers::pi;
  const double rest = 1 - q, root = std::sqrt(rest * (1 + q));
  // acos q by the chord, which keeps its digits where q is near 1.
  const double angle = 2 * std::asin(std::sqrt(rest / 2));
  switch (units) {
    case Units::sign_tree: return {(2 / pi) * (pi / 2 - angle), (2 / pi) * angle, (2 / pi) / root};
    case Units::relu_tree: {
      const double with = (root + q * (pi - angle)) / (2 * pi);
      return {with - 1 / (2 * pi), 0.5 - with, (pi - angle) / (2 * pi)};
    }
    case Units::perceptron: break;
  }
  return {q, rest, 1};
}

std::string_view name(Units units) {
  return units == Units::sign_tree ? "tree-sign" : units == Units::relu_tree ? "tree-relu" : "perceptron";
}

std::string_view name(Weights weights) { return weights == Weights::spherical ? "spherical" : "binary"; }

}  // namespace replicas::theory
