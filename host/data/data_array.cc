#include "data/data_array.h"

#include <spdlog/fmt/ranges.h>

#include "data/csv.h"
#include "data/decimal_comma.h"
#include "data/gunzip.h"
#include "data/idx.h"
#include "data/input_file.h"
#include "data/known_formats.h"
#include "data/npy.h"
#include "data/npz.h"
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

bool is_npy(std::span<const std::byte> bytes) { return !bytes.empty() && bytes[0] == std::byte{0x93}; }

/// What was in gzip, or in no gzip from the start.
DataArray parse_unpacked(std::span<const std::byte> bytes, std::string_view file, const Reading& reading) {
  if (is_npy(bytes)) return from_npy(bytes, file);
  if (reading.decimal == Reading::Decimal::comma) return parse_csv(with_decimal_points(bytes), file, reading.header);
  return parse_csv(bytes, file, reading.header);
}

DataArray parse_gzip(std::span<const std::byte> bytes, std::string_view file, const Reading& reading) {
  const std::vector<std::byte> head = gunzip_head(bytes, 64, file);
  if (!head.empty() && head[0] == std::byte{0}) return parse_idx(bytes, file);
  refuse_known_formats(head, file, true);
  return parse_unpacked(gunzip_all(bytes, file), file, reading);
}

}  // namespace

DataArray parse_data_array(std::span<const std::byte> bytes, std::string_view file, const Reading& reading) {
  require(!bytes.empty(), ErrorKind::bad_data, "{}: is empty; write an NPY, IDX or CSV file", printable(file));
  const NpzName name = parse_npz_name(file);
  if (is_zip(bytes)) return from_npy(npz_array(bytes, name.key, name.file), file);
  require(name.key.empty(), ErrorKind::bad_data, "{}: is no NPZ archive, so it has no array '{}'", printable(name.file),
          printable(name.key));
  if (is_gzip(bytes)) return parse_gzip(bytes, file, reading);
  if (file.ends_with(".npy")) return from_npy(bytes, file);
  if (starts_like_idx(bytes)) return parse_idx(bytes, file);
  refuse_known_formats(bytes, file);
  return parse_unpacked(bytes, file, reading);
}

DataArray read_data_array(const std::string& file, const Reading& reading) {
  return parse_data_array(read_input_file(parse_npz_name(file).file), file, reading);
}

std::string shape_text(std::span<const std::size_t> shape) {
  return fmt::format("({}{})", fmt::join(shape, ", "), shape.size() == 1 ? "," : "");
}

}  // namespace replicas
