#pragma once

#include <span>

#include "model/dataset.h"
#include "model/network.h"

namespace replicas {

/// v . G v with G the Gauss-Newton matrix of one network on one data set: the mean over examples of J^T A J, where A is
/// the Hessian of the example loss in the logits and J v the tangent of the logits along v. In double.
double gauss_newton_form(const Network& network, const Dataset& dataset, std::span<const float> weights,
                         std::span<const float> direction);

}  // namespace replicas
