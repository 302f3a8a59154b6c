#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace replicas {

enum class NpyType { float32, float64, int32, int64, uint8 };

/// An array in NumPy's NPY format (versions 1 to 3), C order, little endian. `data` views the bytes that were parsed.
struct NpyArray {
  NpyType type = NpyType::float32;
  std::vector<std::size_t> shape;  ///< empty for a single number
  std::size_t size = 1;            ///< product of the shape
  std::span<const std::byte> data;

  bool is_float() const { return type == NpyType::float32 || type == NpyType::float64; }
};

/// Reads the header and compares the shape with the bytes that are really there; nothing is allocated for the data.
/// Error(bad_data, 65) names the file as `file` and says what is wrong: not NPY, cut short or too long, a type that is
/// not taken, Fortran order, big endian.
NpyArray parse_npy(std::span<const std::byte> bytes, std::string_view file);

std::vector<float> to_floats(const NpyArray& array);           ///< of float32 or float64
std::vector<std::int64_t> to_integers(const NpyArray& array);  ///< of int32, int64 or uint8

std::string_view name(NpyType type);  ///< "float32", ...

}  // namespace replicas
