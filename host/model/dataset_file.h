#pragma once

#include <string_view>

#include "model/dataset.h"

namespace replicas {

/// The data set of "inputs.npy,labels.npy" (--data, --test-data), made for this network.
///   inputs  float32 or float64 [P][D]
///   labels  int32, int64 or uint8 [P]: 0..C-1; for the logistic loss also -1 and +1
///   for the squared loss instead float targets [P][C], or [P] with one output; labels become one-hot targets
/// Error(usage, 64) when it is not two names, (no_input, 66) when a file cannot be opened, (bad_data, 65) naming file
/// and reason, and the first bad index, when it does not hold such data.
Dataset read_dataset(std::string_view files, const Network& network);

}  // namespace replicas
