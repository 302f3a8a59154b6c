#pragma once

#include <Eigen/Core>

#include "model/dataset.h"
#include "model/network.h"

namespace replicas {

/// L of one network on one data set, a mean over the examples, and its gradient, all in double: for what is asked
/// beyond the 24 bits of the engines' floats. Products of whole layers by Eigen, a block of examples at a time; the
/// sums have one order for any number of threads. `gradient` may be null.
double network_loss(const Network& network, const Dataset& dataset, const Eigen::VectorXd& weights,
                    Eigen::VectorXd* gradient);

/// Floating-point operations of one such call with a gradient.
double network_loss_flops(const Network& network, const Dataset& dataset);

}  // namespace replicas
