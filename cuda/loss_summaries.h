#pragma once

#include "device_array.h"
#include "engine/landscape.h"

namespace replicas::gpu {

/// Landscape::loss_summaries of losses and wrong labels (replicas x examples) that lie on the device: only the results
/// cross to the host. Sums are double, in an order that the number of examples alone fixes.
LossSummaries loss_summaries(Stream& stream, const DeviceArray<float>& losses, const DeviceArray<std::uint8_t>& wrong,
                             std::size_t replicas, std::span<const double> thresholds);

}  // namespace replicas::gpu
