#pragma once

#include <cstddef>
#include <span>
#include <string_view>

#include "data/data_array.h"

namespace replicas {

/// Reads an array in the IDX format of the MNIST family: two zero bytes, a type, the number of dimensions, their
/// big-endian sizes, then big-endian numbers in C order. In gzip too: what is inflated is bounded by the sizes in the
/// header, and those by what so short a file can hold, before memory is taken for it. Error(bad_data, 65) names the
/// file as `file` and says what is wrong: not IDX, a type that is not known, cut short or too long, a bad checksum.
DataArray parse_idx(std::span<const std::byte> bytes, std::string_view file);

/// Whether the bytes begin as IDX or gzip does.
bool starts_like_idx(std::span<const std::byte> bytes);

}  // namespace replicas
