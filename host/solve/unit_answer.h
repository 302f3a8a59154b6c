#pragma once

#include <array>

namespace replicas::solve {

/// What a unit knows of its field without any of its weights left out: a Gaussian of this mean (less the threshold)
/// and variance.
struct UnitField {
  double mean = 0, variance = 0;
  double deviations() const;  ///< the mean in standard deviations
};

/// The messages of one unit to its weights, as a polynomial. With t = xi_i h_i, h_i the magnetisation of weight i
/// without this pattern, the field without weight i has mean M - t and variance S - (1 - t^2), so that every message is
/// the same function of t,
///   R(t) = [L(M - t + 1, v) - L(M - t - 1, v)]/2,  L(m, v) = ln[a Phi(m/sqrt(v)) + b Phi(-m/sqrt(v))],
/// a and b the probabilities that the pattern is right with the unit at +1 and -1. R is asked at Chebyshev points of
/// [-1, 1], four where the variance is large and eight where it is not (derived here; the error of a message is below
/// 2e-4 where the variance is above 10 and below 2e-2 at a variance of 1, tests/formula/full_messages_test.cc), and the
/// polynomial through them is returned, lowest term first, times `scale`.
struct UnitAnswer {
  std::array<float, 8> terms{};
  int count = 4;
};
UnitAnswer unit_answer(const UnitField& field, double if_plus, double if_minus, double scale);

/// R(t) itself.
double unit_message(const UnitField& field, double if_plus, double if_minus, double t);

}  // namespace replicas::solve
