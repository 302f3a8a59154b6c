#pragma once

#include <cstddef>

#include "device.h"

namespace replicas::gpu {

/// Clouds of `count` points, clouds x count x dimensions, on the device.
struct CloudView {
  const float* points = nullptr;
  double* centred = nullptr;  ///< of the same shape: the points minus the mean of their cloud, in double
  std::size_t clouds = 0, count = 0, dimensions = 0;
};

/// Puts on the stream: centred = points - mean over the points of their cloud, dimension by dimension.
void centre_clouds(Stream& stream, const CloudView& view);

}  // namespace replicas::gpu
