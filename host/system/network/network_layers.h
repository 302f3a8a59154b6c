#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "model/dataset.h"
#include "model/network.h"
#include "system/system.h"

namespace replicas {

/// Pre-activations and features of every layer on the first `examples` examples, the outputs last (features equal to
/// pre-activations there).
std::vector<LayerValues> layer_values(const Network& network, const Dataset& dataset, std::span<const float> weights,
                                      std::size_t examples);

/// The tangent kernel of the outputs, sum over layers l and outputs c of
/// (D_W a_(l-1)(x) . a_(l-1)(x') + D_b) delta_c(x) . delta_c(x'), delta_c = dz_c / dz_l.
std::vector<double> tangent_kernel(const Network& network, const Dataset& dataset, std::span<const float> weights,
                                   std::size_t examples);

}  // namespace replicas
