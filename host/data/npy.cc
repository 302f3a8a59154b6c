#include "data/npy.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <cstring>
#include <limits>

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

struct Type {
  std::string_view code;  ///< of the header
  NpyType type;
  std::string_view name;
  std::size_t bytes;
};
constexpr std::array<Type, 12> types = {{{"<f2", NpyType::float16, "float16", 2},
                                         {"<f4", NpyType::float32, "float32", 4},
                                         {"<f8", NpyType::float64, "float64", 8},
                                         {"|i1", NpyType::int8, "int8", 1},
                                         {"<i2", NpyType::int16, "int16", 2},
                                         {"<i4", NpyType::int32, "int32", 4},
                                         {"<i8", NpyType::int64, "int64", 8},
                                         {"|u1", NpyType::uint8, "uint8", 1},
                                         {"<u2", NpyType::uint16, "uint16", 2},
                                         {"<u4", NpyType::uint32, "uint32", 4},
                                         {"<u8", NpyType::uint64, "uint64", 8},
                                         {"|b1", NpyType::boolean, "bool", 1}}};

const Type& row_of(NpyType type) { return *std::ranges::find(types, type, &Type::type); }

/// Other types by name, and what to write instead.
std::pair<std::string_view, std::string_view> refused_type(std::string_view text) {
  struct Kind {
    char letter;
    std::string_view what, advice;
  };
  constexpr std::string_view convert = "convert with .astype to float32, float64, int64 or uint8";
  constexpr std::array<Kind, 9> kinds = {
      {{'O', "Python objects", "save numpy.array(a.tolist(), 'float32') if its rows have one length"},
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
  for (const Type& known : types)
    if (text == known.code) return known.type;
  const auto [what, advice] = refused_type(text);
  fail(ErrorKind::bad_data, "{}: holds {} ('{}'), which are not taken; {}", printable(file), what, printable(text),
       advice);
}

/// The value of an IEEE half: sign, 5 bits of exponent with bias 15, 10 of fraction.
float from_half(std::uint16_t bits) {
  const int exponent = bits >> 10 & 31, fraction = bits & 1023;
  const float size = exponent == 31  ? (fraction == 0 ? HUGE_VALF : std::numeric_limits<float>::quiet_NaN())
                     : exponent == 0 ? std::ldexp(static_cast<float>(fraction), -24)
                                     : std::ldexp(static_cast<float>(fraction + 1024), exponent - 25);
  return bits >> 15 != 0 ? -size : size;
}

/// Where the numbers of an array lie in its file, asked for one after the other in C order.
class Places {
 public:
  explicit Places(const NpyArray& array)
      : fortran_order_(array.fortran_order), shape_(array.shape), index_(array.shape.size(), 0) {
    std::size_t stride = 1;
    for (const std::size_t extent : shape_) {
      strides_.push_back(stride);
      stride *= extent;
    }
  }

  std::size_t next() {
    const std::size_t place = place_;
    if (!fortran_order_) {
      ++place_;
      return place;
    }
    for (std::size_t d = shape_.size(); d-- > 0;) {
      place_ += strides_[d];
      if (++index_[d] < shape_[d]) break;
      place_ -= index_[d] * strides_[d];
      index_[d] = 0;
    }
    return place;
  }

 private:
  bool fortran_order_;
  std::vector<std::size_t> shape_, index_, strides_ = {};
  std::size_t place_ = 0;
};

template <class From, class To, class Convert>
void copy_as(const NpyArray& array, std::vector<To>& to, const Convert& convert) {
  Places places(array);
  for (To& number : to) {
    From value;  // the data may lie at any address
    std::memcpy(&value, array.data.data() + places.next() * sizeof(From), sizeof(From));
    number = convert(value);
  }
}

template <class From, class To>
void copy_as(const NpyArray& array, std::vector<To>& to) {
  copy_as<From>(array, to, [](From value) { return static_cast<To>(value); });
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
  array.fortran_order = header.fortran_order;
  std::size_t needed = row_of(array.type).bytes;
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
  if (array.type == NpyType::float16) copy_as<std::uint16_t>(array, values, from_half);
  if (array.type == NpyType::float32) copy_as<float>(array, values);
  if (array.type == NpyType::float64) copy_as<double>(array, values);
  return values;
}

std::vector<std::int64_t> to_integers(const NpyArray& array, std::string_view file) {
  std::vector<std::int64_t> values(array.size);
  switch (array.type) {
    case NpyType::int8: copy_as<std::int8_t>(array, values); break;
    case NpyType::int16: copy_as<std::int16_t>(array, values); break;
    case NpyType::int32: copy_as<std::int32_t>(array, values); break;
    case NpyType::int64: copy_as<std::int64_t>(array, values); break;
    case NpyType::uint8: copy_as<std::uint8_t>(array, values); break;
    case NpyType::uint16: copy_as<std::uint16_t>(array, values); break;
    case NpyType::uint32: copy_as<std::uint32_t>(array, values); break;
    case NpyType::uint64:
      copy_as<std::uint64_t>(array, values, [&](std::uint64_t value) {
        require(value <= std::numeric_limits<std::int64_t>::max(), ErrorKind::bad_data,
                "{}: {} is beyond 64 bits with a sign", printable(file), value);
        return static_cast<std::int64_t>(value);
      });
      break;
    case NpyType::boolean:
      copy_as<std::uint8_t>(array, values, [](std::uint8_t value) { return std::int64_t{value != 0}; });
      break;
    case NpyType::float16:
    case NpyType::float32:
    case NpyType::float64: break;
  }
  return values;
}

std::vector<std::uint8_t> to_bytes(const NpyArray& array) {
  std::vector<std::uint8_t> values(array.type == NpyType::uint8 ? array.size : 0);
  copy_as<std::uint8_t>(array, values);
  return values;
}

std::string_view name(NpyType type) { return row_of(type).name; }

}  // namespace replicas
