#include "model/data_array.h"

#include <spdlog/fmt/ranges.h>

#include "model/csv.h"
#include "model/error.h"
#include "model/idx.h"
#include "model/input_file.h"
#include "model/npy.h"
#include "model/printable.h"

namespace replicas {

namespace {

DataArray from_npy(std::span<const std::byte> bytes, std::string_view file) {
  const NpyArray npy = parse_npy(bytes, file);
  DataArray array{.shape = npy.shape, .type = std::string(name(npy.type))};
  if (npy.is_float()) {
    array.floats = to_floats(npy);
  } else if (npy.type == NpyType::uint8) {
    array.kind = DataArray::Kind::bytes;
    const auto* first = reinterpret_cast<const std::uint8_t*>(npy.data.data());
    array.bytes.assign(first, first + npy.data.size());
  } else {
    array.kind = DataArray::Kind::integers;
    array.integers = to_integers(npy);
  }
  return array;
}

/// Formats that people try, by their first bytes: each is answered with what to write instead.
void refuse_known_formats(std::span<const std::byte> bytes, std::string_view file) {
  const std::string_view text(reinterpret_cast<const char*>(bytes.data()), bytes.size());
  const auto refuse = [&](std::string_view magic, std::string_view what) {
    require(!text.starts_with(magic), Exit::bad_data, "{}: is {}, which is not read; write each array with numpy.save",
            printable(file), what);
  };
  refuse("PK\x03\x04", "a ZIP or npz archive");
  refuse("\x89HDF", "an HDF5 or netCDF-4 file");
  refuse("CDF", "a netCDF file");
  refuse("\x80\x02", "a Python pickle");
  refuse("\x80\x04", "a Python pickle");
  refuse("PAR1", "a Parquet file");
}

}  // namespace

DataArray parse_data_array(std::span<const std::byte> bytes, std::string_view file) {
  require(!bytes.empty(), Exit::bad_data, "{}: is empty; write an NPY, IDX or CSV file", printable(file));
  if (file.ends_with(".npy") || bytes[0] == std::byte{0x93}) return from_npy(bytes, file);
  if (starts_like_idx(bytes)) return parse_idx(bytes, file);
  refuse_known_formats(bytes, file);
  return parse_csv(bytes, file);
}

DataArray read_data_array(const std::string& file) { return parse_data_array(read_input_file(file), file); }

std::string shape_text(std::span<const std::size_t> shape) {
  return fmt::format("({}{})", fmt::join(shape, ", "), shape.size() == 1 ? "," : "");
}

}  // namespace replicas
