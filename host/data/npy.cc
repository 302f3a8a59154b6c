#include "data/npy.h"

#include <array>
#include <bit>
#include <cstring>
#include <type_traits>

#include "data/data_array.h"
#include "data/npy_header.h"
#include "model/error.h"
#include "model/printable.h"

static_assert(std::endian::native == std::endian::little, "NPY data are copied as they are");

namespace replicas {

namespace {

constexpr std::string_view magic = "\x93NUMPY";
constexpr std::size_t longest_header = 65536;

std::string_view as_text(std::span<const std::byte> bytes) {
  return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

/// An unsigned little-endian number.
std::size_t number(std::span<const std::byte> bytes) {
  std::size_t value = 0;
  for (std::size_t i = bytes.size(); i-- > 0;) value = value << 8 | std::to_integer<std::size_t>(bytes[i]);
  return value;
}

std::size_t bytes_each(NpyType type) {
  return type == NpyType::uint8 ? 1 : type == NpyType::float32 || type == NpyType::int32 ? 4 : 8;
}

/// Other types by name, and what to write instead.
std::pair<std::string_view, std::string_view> refused_type(std::string_view text) {
  struct Kind {
    char letter;
    std::string_view what, advice;
  };
  constexpr std::string_view convert = "convert with .astype to float32, float64, int32, int64 or uint8";
  constexpr std::array<Kind, 10> kinds = {
      {{'b', "booleans", "convert inputs with .astype('float32'), labels with .astype('int32')"},
       {'O', "Python objects", "save numpy.array(a.tolist(), 'float32') if its rows have one length"},
       {'c', "complex numbers", "save real and imaginary part as inputs of their own"},
       {'U', "text", "number classes with numpy.unique(a, return_inverse=True)[1], or write them as CSV"},
       {'S', "text", "number classes with numpy.unique(a, return_inverse=True)[1], or write them as CSV"},
       {'M', "dates", convert},
       {'m', "time spans", convert},
       {'V', "raw bytes", convert},
       {'u', "unsigned integers of this size", convert},
       {'i', "integers of this size", convert}}};
  if (text.size() > 1 && text[0] == '>') return {"big-endian numbers", convert};
  for (const auto& [letter, what, advice] : kinds)
    if (text.size() > 1 && text[1] == letter) return {what, advice};
  return {text.size() > 1 && text[1] == 'f' ? "floating-point numbers of this size" : "an unknown type", convert};
}

NpyType parse_type(std::string_view text, std::string_view file) {
  constexpr std::array<std::pair<std::string_view, NpyType>, 5> types = {{{"<f4", NpyType::float32},
                                                                          {"<f8", NpyType::float64},
                                                                          {"<i4", NpyType::int32},
                                                                          {"<i8", NpyType::int64},
                                                                          {"|u1", NpyType::uint8}}};
  for (const auto& [code, type] : types)
    if (text == code) return type;
  const auto [what, advice] = refused_type(text);
  fail(ErrorKind::bad_data, "{}: holds {} ('{}'), which are not taken; {}", printable(file), what, printable(text),
       advice);
}

template <class From, class To>
void copy_as(std::span<const std::byte> data, std::vector<To>& to) {
  for (std::size_t i = 0; i < to.size(); ++i) {
    From value;
    std::memcpy(&value, data.data() + i * sizeof(From), sizeof(From));  // the data may lie at any address
    to[i] = static_cast<To>(value);
  }
}

}  // namespace

NpyArray parse_npy(std::span<const std::byte> bytes, std::string_view file) {
  const std::string source = printable(file);
  require(!bytes.empty(), ErrorKind::bad_data, "{}: is empty, not a NumPy array", source);
  require(as_text(bytes).starts_with(magic), ErrorKind::bad_data,
          "{}: is not a NumPy array (no NPY magic at its start); write the file with numpy.save", source);
  require(bytes.size() >= 10, ErrorKind::bad_data, "{}: ends within its NPY header; copy it again", source);
  const std::size_t version = std::to_integer<std::size_t>(bytes[6]);
  require(version >= 1 && version <= 3 && bytes[7] == std::byte{0}, ErrorKind::bad_data,
          "{}: NPY version {}.{} is not known; 1.0, 2.0 and 3.0 are", source, version, std::to_integer<int>(bytes[7]));
  const std::size_t prefix = version == 1 ? 10 : 12;
  require(bytes.size() >= prefix, ErrorKind::bad_data, "{}: ends within its NPY header; copy it again", source);
  const std::size_t length = number(bytes.subspan(8, prefix - 8));
  require(length <= longest_header, ErrorKind::bad_data, "{}: an NPY header of {} bytes is longer than {}", source,
          length, longest_header);
  require(length <= bytes.size() - prefix, ErrorKind::bad_data, "{}: ends within its NPY header; copy it again",
          source);
  const NpyHeader header = parse_npy_header(as_text(bytes.subspan(prefix, length)), file);

  NpyArray array;
  array.type = parse_type(header.type, file);
  array.shape = header.shape;
  array.data = bytes.subspan(prefix + length);
  require(!header.fortran_order, ErrorKind::bad_data,
          "{}: is in Fortran order, C order is needed; save numpy.ascontiguousarray(array)", source);
  std::size_t needed = bytes_each(array.type);
  bool overflow = false;
  for (const std::size_t extent : array.shape) {
    overflow = __builtin_mul_overflow(array.size, extent, &array.size) || overflow;
    overflow = __builtin_mul_overflow(needed, extent, &needed) || overflow;
  }
  require(!overflow, ErrorKind::bad_data, "{}: the shape {} is larger than any file", source, shape_text(array.shape));
  require(needed == array.data.size(), ErrorKind::bad_data,
          "{}: the shape {} of {} needs {} bytes, the file holds {}; copy or write it again", source,
          shape_text(array.shape), name(array.type), needed, array.data.size());
  return array;
}

std::vector<float> to_floats(const NpyArray& array) {
  std::vector<float> values(array.size);
  if (array.type == NpyType::float32) copy_as<float>(array.data, values);
  if (array.type == NpyType::float64) copy_as<double>(array.data, values);
  return values;
}

std::vector<std::int64_t> to_integers(const NpyArray& array) {
  std::vector<std::int64_t> values(array.size);
  if (array.type == NpyType::int32) copy_as<std::int32_t>(array.data, values);
  if (array.type == NpyType::int64) copy_as<std::int64_t>(array.data, values);
  if (array.type == NpyType::uint8) copy_as<std::uint8_t>(array.data, values);
  return values;
}

std::string_view name(NpyType type) {
  constexpr std::array<std::string_view, 5> names = {"float32", "float64", "int32", "int64", "uint8"};
  return names[static_cast<std::size_t>(type)];
}

}  // namespace replicas
