#pragma once

#include "observe/observables/digest.h"

namespace replicas {

// Parts of the Digest that live with the observables they are for. Each fills its own members of `digest.replicas`.

void reduce_gauge_modes(Digest& digest);     ///< gauge (gauge_thermometer.cc)
void reduce_autocovariance(Digest& digest);  ///< loss_autocovariance (relaxation.cc)
/// ground, per data set, with what descents found if any were made (ground_loss.cc)
void find_ground_losses(Digest& digest, const std::vector<LossMinimum>& minima);

}  // namespace replicas
