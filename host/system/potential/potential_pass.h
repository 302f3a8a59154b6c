#pragma once

#include <span>

#include "system/potential/potential.h"
#include "system/system.h"

namespace replicas {

/// Loss, gradient, losses of the terms and, with a direction, the exact Hessian product of a solvable potential.
template <class Number>
Evaluation<Number> potential_pass(const Potential& potential, std::span<const Number> weights,
                                  std::span<const Number> direction);

extern template Evaluation<float> potential_pass(const Potential&, std::span<const float>, std::span<const float>);
extern template Evaluation<double> potential_pass(const Potential&, std::span<const double>, std::span<const double>);

}  // namespace replicas
