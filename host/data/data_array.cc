#include "data/data_array.h"

#include <spdlog/fmt/ranges.h>

#include "data/csv.h"
#include "data/idx.h"
#include "data/input_file.h"
#include "data/known_formats.h"
#include "data/npy.h"
#include "model/error.h"
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
    array.bytes = to_bytes(npy);
  } else {
    array.kind = DataArray::Kind::integers;
    array.integers = to_integers(npy, file);
  }
  return array;
}

}  // namespace

DataArray parse_data_array(std::span<const std::byte> bytes, std::string_view file, Reading::Header header) {
  require(!bytes.empty(), ErrorKind::bad_data, "{}: is empty; write an NPY, IDX or CSV file", printable(file));
  if (file.ends_with(".npy") || bytes[0] == std::byte{0x93}) return from_npy(bytes, file);
  if (starts_like_idx(bytes)) return parse_idx(bytes, file);
  refuse_known_formats(bytes, file);
  return parse_csv(bytes, file, header);
}

DataArray read_data_array(const std::string& file, Reading::Header header) {
  return parse_data_array(read_input_file(file), file, header);
}

std::string shape_text(std::span<const std::size_t> shape) {
  return fmt::format("({}{})", fmt::join(shape, ", "), shape.size() == 1 ? "," : "");
}

}  // namespace replicas
