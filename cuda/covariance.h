#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "device.h"

namespace replicas::gpu {

/// Bytes of the device that covariance spectra take at a time; memory_plan counts them.
inline constexpr std::size_t covariance_bytes = std::size_t{256} << 20;

/// What lies on the device at a time: so many whole clouds, or of one cloud some of its dimensions.
struct CloudPiece {
  std::size_t clouds = 1, dimensions = 0;
};
/// The largest piece whose points, in float and double, and squares need no more than `bytes`; 71 when there is none.
CloudPiece cloud_piece(std::size_t count, std::size_t dimensions, std::size_t bytes);

/// Spectra::covariance_spectra with points centred and multiplied by the device, in double, piece by piece; their
/// eigenvalues come from `threads` threads of the processor (0: all cores). Pieces change nothing but rounding.
std::vector<double> covariance_spectra(Stream& stream, std::span<const float> points, std::size_t count,
                                       std::size_t dimensions, int threads, std::size_t bytes = covariance_bytes);

}  // namespace replicas::gpu
