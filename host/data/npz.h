#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace replicas {

/// "images.npz:x_train": a file and the name of an array in it; any other text is a file alone.
struct NpzName {
  std::string file, key;
};
NpzName parse_npz_name(std::string_view text);

/// Whether the bytes begin as a ZIP archive does, which NumPy's NPZ is.
bool is_zip(std::span<const std::byte> bytes);

/// The bytes of one array (an NPY file) in an NPZ archive as numpy.savez and savez_compressed write it, with 64-bit
/// sizes or without: stored or deflated, checked against its CRC-32. An archive of one array needs no key. Memory is
/// taken only for what so many packed bytes can hold. Error(bad_data, 65) names the file as `file`: cut short or
/// damaged, encrypted, packed in another way, no array of this name (with those that there are).
std::vector<std::byte> npz_array(std::span<const std::byte> archive, const std::string& key, std::string_view file);

}  // namespace replicas
