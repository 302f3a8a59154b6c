#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace replicas {

/// What one data file holds: numbers of one kind, in C order, and their shape. One of the three vectors is filled.
struct DataArray {
  enum class Kind { floats, integers, bytes };
  std::vector<std::size_t> shape = {};
  Kind kind = Kind::floats;
  std::string type = {};                    ///< "float32", "uint8", ..., "numbers in text": for messages
  bool text = false;                        ///< from CSV, which does not tell whole numbers from others
  std::vector<float> floats = {};           ///< of NPY and IDX floating-point numbers, and of CSV
  std::vector<std::int64_t> integers = {};  ///< of signed integers
  std::vector<std::uint8_t> bytes = {};     ///< of unsigned bytes: pixels, or labels
};

/// Reads a data file by what it starts with: NPY, IDX (also in gzip) or, when it is neither, CSV. Error(no_input, 66)
/// when it cannot be opened, (bad_data, 65) naming file and reason.
DataArray read_data_array(const std::string& file);

/// The same of bytes that have been read already.
DataArray parse_data_array(std::span<const std::byte> bytes, std::string_view file);

/// "(32, 10)", "(32,)": for messages.
std::string shape_text(std::span<const std::size_t> shape);

}  // namespace replicas
