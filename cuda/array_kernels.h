#pragma once

#include <cstddef>
#include <vector>

#include "device.h"
#include "device_array.h"
#include "engine/landscape.h"

namespace replicas::gpu {

/// |w|^2 of every replica, summed in double, in an order that N and the kind of device alone fix. `weights`: replicas x
/// N, in logical order.
std::vector<float> weight_norms2(Stream& stream, const DeviceArray<float>& weights, std::size_t replicas);

/// Landscape::loss_summaries of losses and wrong labels (replicas x examples) that lie on the device: only the results
/// cross to the host. Sums are double, in an order that the number of examples alone fixes.
LossSummaries loss_summaries(Stream& stream, const DeviceArray<float>& losses, const DeviceArray<std::uint8_t>& wrong,
                             std::size_t replicas, std::span<const double> thresholds);

/// Clouds of `count` points, clouds x count x dimensions, on the device.
struct CloudView {
  const float* points = nullptr;
  double* centred = nullptr;  ///< of the same shape: the points minus the mean of their cloud, in double
  std::size_t clouds = 0, count = 0, dimensions = 0;
};

/// Puts on the stream: centred = points - mean over the points of their cloud, dimension by dimension.
void centre_clouds(Stream& stream, const CloudView& view);

}  // namespace replicas::gpu
