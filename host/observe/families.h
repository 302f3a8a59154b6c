#pragma once

#include <vector>

#include "observe/observable.h"

namespace replicas {

using Family = std::vector<Observable>;

// One line per file of observables; the order of the table is in observables.cc.
Family loss_observables();
Family ground_loss_observables();
Family dimension_observables();
Family slope_observables();
Family curvature_observables();
Family gauge_thermometer_observables();
Family weight_norm_observables();
Family labels_observables();
Family active_point_observables();
Family step_size_observables();
Family step_bias_observables();
Family relaxation_observables();
Family exact_law_observables();
Family stiff_direction_observables();
Family energy_ratio_observables();
Family two_starts_observables();

}  // namespace replicas
