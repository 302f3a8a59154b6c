#pragma once

#include <span>

#include "engine/plain/network_pass.h"
#include "model/potential.h"

namespace replicas {

/// Loss, gradient, losses of the terms and, with a direction, the exact Hessian product of a solvable potential.
template <class Number>
NetworkPass<Number> potential_pass(const Potential& potential, std::span<const Number> weights,
                                   std::span<const Number> direction);

extern template NetworkPass<float> potential_pass(const Potential&, std::span<const float>, std::span<const float>);
extern template NetworkPass<double> potential_pass(const Potential&, std::span<const double>, std::span<const double>);

}  // namespace replicas
