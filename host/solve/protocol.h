#pragma once

#include <cstdint>
#include <utility>
#include <vector>

namespace replicas::solve {

/// How y replicas are coupled to a centre while messages run: tanh(gamma) and y - 1.
struct Focus {
  double coupling = 0, others = 0;
};

/// The path of gamma and y (focusing belief propagation, Baldassi et al., PNAS 113, E7655), x going from 0 to 1 by
/// steps:
///   pseudo      gamma = atanh(sqrt(x)), y = (2-x)/(1-x)
///   standard    gamma infinite, y = 1/(1-x): reinforced belief propagation
///   scoping     y fixed, gamma from low to high
///   list        given (gamma, y), one step each, the last one kept
struct Protocol {
  enum class Kind { pseudo, standard, scoping, list };
  Kind kind = Kind::pseudo;
  double replicas = 7, low = 0, high = 2.5;
  std::vector<std::pair<double, double>> points = {};

  Focus at(double step, std::uint64_t number) const;
};

/// The field of the focusing node of one weight, of the field that the weight has without it:
/// atanh[tanh(gamma) tanh((y-1) atanh(tanh(gamma) tanh(h)))].
float focused(const Focus& focus, float field);

// In forms of one exponential or logarithm: what counts of a field is its absolute error, here 1e-7, and they take a
// third of the time of the library's.
float tanh_of(float x);
float inverse_tanh(float x);

}  // namespace replicas::solve
