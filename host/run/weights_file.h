#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "system/ensemble.h"

namespace replicas {

/// The weights of an NPY file (or FILE.npz:KEY) of floating-point numbers, for each replica of an ensemble in order of
/// the global replica number: replicas x N, each in logical order (network.h: layer by layer W[in][out] row-major, then
/// b[out]). The array is [N], for all replicas; [replicas, N], for those of every temperature; or [temperatures,
/// replicas, N]. Of an ensemble that owns a part of the replicas, their own rows. Error(no_input, 66) when it cannot be
/// opened, Error(bad_data, 65) for another shape or type and for numbers that are not finite or beyond 1e6.
std::vector<float> weights_of_file(const Ensemble& ensemble, const std::string& file);

/// Of all bytes of the file: a run goes on only from the weights with which it began.
std::uint64_t weights_file_checksum(const std::string& file);

}  // namespace replicas
