#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace replicas {

enum class NpyType { float16, float32, float64, int8, int16, int32, int64, uint8, uint16, uint32, uint64, boolean };

/// An array in NumPy's NPY format (versions 1 to 3), little endian. `data` views the bytes that were parsed, in the
/// order of the file.
struct NpyArray {
  NpyType type = NpyType::float32;
  std::vector<std::size_t> shape;  ///< empty for a single number
  std::size_t size = 1;            ///< product of the shape
  bool fortran_order = false;      ///< the first index runs fastest in `data`
  std::span<const std::byte> data;

  bool is_float() const { return type <= NpyType::float64; }
};

/// Reads the header and compares the shape with the bytes that are really there; nothing is allocated for the data.
/// Error(bad_data, 65) names the file as `file` and says what is wrong: not NPY, cut short or too long, a type that is
/// not taken, big endian.
NpyArray parse_npy(std::span<const std::byte> bytes, std::string_view file);

std::vector<float> to_floats(const NpyArray& array);  ///< of floating-point numbers, in C order
/// Of integers and booleans (0 or 1), in C order. Error(bad_data, 65) names the file where one is beyond 2^63 - 1.
std::vector<std::int64_t> to_integers(const NpyArray& array, std::string_view file);
std::vector<std::uint8_t> to_bytes(const NpyArray& array);  ///< of uint8, in C order

std::string_view name(NpyType type);  ///< "float32", ...

}  // namespace replicas
