#pragma once

#include <span>

#include "model/dataset.h"
#include "model/network.h"

namespace replicas {

/// L of one network on one data set, a mean over the examples, and its gradient, all in double: for what is asked
/// beyond the 24 bits of the engines' floats. Products of whole layers by Eigen, a block of examples at a time; the
/// sums have one order for any number of threads. `gradient` is of N numbers, or empty.
double network_loss(const Network& network, const Dataset& dataset, std::span<const double> weights,
                    std::span<double> gradient);

/// Floating-point operations of one such call with a gradient.
double network_loss_flops(const Network& network, const Dataset& dataset);

}  // namespace replicas
