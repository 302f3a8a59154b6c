#include "data/idx.h"

#include <array>
#include <bit>
#include <cstring>

#include "data/gunzip.h"
#include "data/known_formats.h"
#include "model/error.h"
#include "model/printable.h"

namespace replicas {

namespace {

constexpr std::size_t most_dimensions = 8;

struct Type {
  std::string_view name;
  std::size_t bytes;
};

struct Header {
  std::byte code{};
  Type type;
  std::vector<std::size_t> shape = {};
  std::size_t size = 1;   ///< numbers
  std::size_t start = 0;  ///< bytes of the header
  std::size_t total = 0;  ///< bytes of the whole array, header included
};

Type type_of(std::byte code, const std::string& source) {
  switch (std::to_integer<int>(code)) {
    case 0x08: return {"uint8", 1};
    case 0x09: return {"int8", 1};
    case 0x0B: return {"int16", 2};
    case 0x0C: return {"int32", 4};
    case 0x0D: return {"float32", 4};
    case 0x0E: return {"float64", 8};
    default:
      fail(ErrorKind::bad_data, "{}: IDX type 0x{:02x} is not known; 0x08 (bytes) to 0x0e (doubles) are", source,
           std::to_integer<int>(code));
  }
}

/// Bytes of one big-endian number, last first, as this machine has them.
template <class Number>
Number number_at(std::span<const std::byte> bytes, std::size_t at) {
  static_assert(std::endian::native == std::endian::little);
  std::array<std::byte, sizeof(Number)> turned;
  for (std::size_t i = 0; i < sizeof(Number); ++i) turned[sizeof(Number) - 1 - i] = bytes[at + i];
  return std::bit_cast<Number>(turned);
}

Header parse_header(std::span<const std::byte> head, const std::string& source) {
  if (!head.empty() && head[0] != std::byte{0}) refuse_known_formats(head, source, true);
  require(head.size() >= 4, ErrorKind::bad_data, "{}: ends within its IDX header; copy it again", source);
  require(head[0] == std::byte{0} && head[1] == std::byte{0}, ErrorKind::bad_data,
          "{}: what is in this gzip file is not IDX (it must start with two zero bytes)", source);
  Header header{.code = head[2], .type = type_of(head[2], source)};
  const auto dimensions = std::to_integer<std::size_t>(head[3]);
  require(dimensions >= 1 && dimensions <= most_dimensions, ErrorKind::bad_data,
          "{}: {} dimensions in the IDX header, there must be 1 to {}", source, dimensions, most_dimensions);
  header.start = 4 + 4 * dimensions;
  require(head.size() >= header.start, ErrorKind::bad_data, "{}: ends within its IDX header; copy it again", source);
  bool overflow = false;
  for (std::size_t d = 0; d < dimensions; ++d) {
    header.shape.push_back(number_at<std::uint32_t>(head, 4 + 4 * d));
    overflow = __builtin_mul_overflow(header.size, header.shape.back(), &header.size) || overflow;
  }
  overflow = __builtin_mul_overflow(header.size, header.type.bytes, &header.total) || overflow;
  overflow = __builtin_add_overflow(header.total, header.start, &header.total) || overflow;
  require(!overflow, ErrorKind::bad_data, "{}: the shape {} is larger than any file", source, shape_text(header.shape));
  return header;
}

template <class From, class To>
void copy_as(std::span<const std::byte> data, std::size_t size, std::vector<To>& to) {
  to.resize(size);
  for (std::size_t i = 0; i < size; ++i) {
    const From number = number_at<From>(data, i * sizeof(From));
    to[i] = static_cast<To>(number);  // NOLINT(bugprone-signed-char-misuse): signed bytes are numbers here
  }
}

DataArray array_of(const Header& header, std::span<const std::byte> whole, const std::string& source) {
  require(whole.size() == header.total, ErrorKind::bad_data,
          "{}: the shape {} of {} needs {} bytes with its header, the file holds {}; copy it again", source,
          shape_text(header.shape), header.type.name, header.total, whole.size());
  DataArray array{.shape = header.shape, .type = std::string(header.type.name)};
  const std::span<const std::byte> data = whole.subspan(header.start);
  const int code = std::to_integer<int>(header.code);
  array.kind = code == 0x08  ? DataArray::Kind::bytes
               : code < 0x0D ? DataArray::Kind::integers
                             : DataArray::Kind::floats;
  switch (code) {
    case 0x08: copy_as<std::uint8_t>(data, header.size, array.bytes); break;
    case 0x09: copy_as<std::int8_t>(data, header.size, array.integers); break;
    case 0x0B: copy_as<std::int16_t>(data, header.size, array.integers); break;
    case 0x0C: copy_as<std::int32_t>(data, header.size, array.integers); break;
    case 0x0D: copy_as<float>(data, header.size, array.floats); break;
    default: copy_as<double>(data, header.size, array.floats); break;
  }
  return array;
}

}  // namespace

bool starts_like_idx(std::span<const std::byte> bytes) {
  return is_gzip(bytes) || (bytes.size() >= 2 && bytes[0] == std::byte{0} && bytes[1] == std::byte{0});
}

DataArray parse_idx(std::span<const std::byte> bytes, std::string_view file) {
  const std::string source = printable(file);
  if (!is_gzip(bytes)) return array_of(parse_header(bytes, source), bytes, source);
  const Header header = parse_header(gunzip_head(bytes, 4 + 4 * most_dimensions, file), source);
  return array_of(header, gunzip(bytes, header.total, file), source);
}

}  // namespace replicas
