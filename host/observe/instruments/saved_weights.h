#pragma once

#include <cstdint>
#include <vector>

#include "observe/instruments/measurements.h"

namespace replicas {

/// The weights of the weight samples, for --save-weights.
struct SavedWeights {
  std::vector<std::int64_t> steps;
  std::vector<float> weights;  ///< [chain][draw][temperature][weight], weights in logical order
};
SavedWeights saved_weights(const Measurements& measurements);

}  // namespace replicas
