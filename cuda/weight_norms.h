#pragma once

#include <vector>

#include "device_array.h"

namespace replicas::gpu {

/// |w|^2 of every replica, summed in double, in an order that N and the kind of device alone fix. `weights`: replicas x
/// N, in logical order.
std::vector<float> weight_norms2(Stream& stream, const DeviceArray<float>& weights, std::size_t replicas);

}  // namespace replicas::gpu
