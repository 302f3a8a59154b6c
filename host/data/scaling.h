#pragma once

#include <string>

#include "model/dataset.h"
#include "model/reading.h"

namespace replicas {

/// Brings the inputs of a data set to the scale asked for and remarks what was done: `bytes` says that they came as
/// bytes. Test data get mean and scale of the `training` data. Error(bad_data, 65) when --scale unit meets what is not
/// 0 to 255 or was divided before. Inputs that are left as they are and lie far from 1 are remarked, too.
void scale_inputs(Dataset& dataset, bool bytes, Reading::Scale scale, const Dataset* training,
                  const std::string& source);

}  // namespace replicas
