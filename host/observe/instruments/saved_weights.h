#pragma once

#include <cstdint>
#include <vector>

#include "observe/instruments/measurements.h"
#include "observe/results.h"

namespace replicas {

/// The weights of the weight samples, for --save-weights.
struct SavedWeights {
  std::vector<std::int64_t> steps = {};
  ResultArray<float> weights = {};  ///< chain x draw x temperature x weight, in logical order
};
SavedWeights saved_weights(const Measurements& measurements);

}  // namespace replicas
