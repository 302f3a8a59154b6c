#pragma once

#include "device_array.h"
#include "model/dataset.h"

namespace replicas::gpu {

/// A data set in the memory of the device, as the host keeps it.
struct ExamplesOnDevice {
  explicit ExamplesOnDevice(const Dataset& dataset)
      : examples(dataset.examples), inputs(dataset.values), targets(dataset.targets), labels(dataset.labels) {}

  int examples;
  DeviceArray<float> inputs, targets;
  DeviceArray<std::int32_t> labels;
};

}  // namespace replicas::gpu
