#pragma once

#include "observe/instruments/curvature_map.h"
#include "observe/instruments/notebook.h"

namespace replicas {

/// The curvature map from where the notebook says that another process stopped in it; it has the same bits.
CurvatureMap curvature_map(const Engine& engine, const Measurements& measurements, const MapPlan& plan,
                           Notebook& notebook);

}  // namespace replicas
