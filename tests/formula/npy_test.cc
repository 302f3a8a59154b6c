#include "data/npy.h"
#include "data_folder.h"

#include <algorithm>
#include <cmath>
#include <cstring>

#include "data/data_array.h"
#include "data/input_file.h"
#include "expect_error.h"

namespace replicas {
namespace {

using Bytes = std::vector<std::byte>;

std::string path_of(const std::string& name) { return data_folder() + "/npy/" + name + ".npy"; }

/// A version 1 file with this header text, made as short as its parts.
Bytes file_with(const std::string& header, std::size_t data_bytes) {
  std::string text = "\x93NUMPY\x01";
  text += '\0';
  text += static_cast<char>(header.size() & 0xFF);
  text += static_cast<char>(header.size() >> 8);
  text += header + std::string(data_bytes, '\x01');
  Bytes bytes(text.size());
  std::memcpy(bytes.data(), text.data(), text.size());
  return bytes;
}

std::string header_of(const std::string& type, const std::string& shape) {
  return "{'descr': '" + type + "', 'fortran_order': False, 'shape': " + shape + ", }\n";
}

template <class... Words>
void expect_refused(const Bytes& bytes, const Words&... words) {
  expect_error([&] { parse_npy(bytes, "x.npy"); }, ErrorKind::bad_data, "x.npy", words...);
}

TEST(Npy, ReadsWhatNumpyWrites) {
  const std::vector<float> matrix = {0.5f, -1.25f, 3.0f, 1e-30f, 7.0f, -0.0f};
  for (const char* name : {"float32", "float64", "version2", "version3"}) {
    const Bytes bytes = read_input_file(path_of(name));
    const NpyArray array = parse_npy(bytes, name);
    EXPECT_TRUE(array.is_float()) << name;
    EXPECT_EQ(array.shape, (std::vector<std::size_t>{2, 3})) << name;
    EXPECT_EQ(to_floats(array), matrix) << name;
    EXPECT_EQ(shape_text(array.shape), "(2, 3)");
  }
  for (const char* type : {"int32", "int64", "uint8"}) {
    const Bytes bytes = read_input_file(path_of(type));
    const NpyArray array = parse_npy(bytes, type);
    EXPECT_EQ(name(array.type), type);
    EXPECT_FALSE(array.is_float()) << type;
    EXPECT_EQ(shape_text(array.shape), "(4,)");
    EXPECT_EQ(to_integers(array, type), (std::vector<std::int64_t>{2, 0, 1, 127})) << type;
  }
}

TEST(Npy, ReadsNegativeNumbersScalarsAndNothing) {
  const Bytes negative = read_input_file(path_of("negative"));
  EXPECT_EQ(to_integers(parse_npy(negative, ""), ""), (std::vector<std::int64_t>{-1, 1, -(std::int64_t{1} << 40)}));
  const Bytes scalar = read_input_file(path_of("scalar"));
  EXPECT_EQ(parse_npy(scalar, "").shape.size(), 0u);
  EXPECT_EQ(to_floats(parse_npy(scalar, "")), std::vector<float>{2.5f});
  const Bytes nothing = read_input_file(path_of("no_rows"));
  EXPECT_EQ(parse_npy(nothing, "").shape, (std::vector<std::size_t>{0, 3}));
  EXPECT_TRUE(to_floats(parse_npy(nothing, "")).empty());
}

TEST(Npy, FortranOrderIsReadInCOrder) {
  const Bytes bytes = read_input_file(path_of("fortran"));
  EXPECT_EQ(to_floats(parse_npy(bytes, "")), (std::vector<float>{0.5f, -1.25f, 3.0f, 1e-30f, 7.0f, -0.0f}));
  Bytes small = file_with("{'descr': '|u1', 'fortran_order': True, 'shape': (2, 1, 3), }", 6);
  for (std::size_t i = 0; i < 6; ++i) small[small.size() - 6 + i] = static_cast<std::byte>(i);
  EXPECT_EQ(to_bytes(parse_npy(small, "")), (std::vector<std::uint8_t>{0, 2, 4, 1, 3, 5}));
}

TEST(Npy, EveryWidthOfNumbersIsRead) {
  // All bits set: -1 with a sign, the largest number without one. Not of 64 bits, which have a sign here.
  const auto value = [](const std::string& type, std::size_t bytes) {
    Bytes file = file_with(header_of(type, "()"), bytes);
    std::fill(file.end() - static_cast<std::ptrdiff_t>(bytes), file.end(), std::byte{0xFF});
    return to_integers(parse_npy(file, "x.npy"), "x.npy").at(0);
  };
  for (const auto& [type, bytes] : {std::pair("|i1", 1u), {"<i2", 2u}, {"<i4", 4u}, {"<i8", 8u}})
    EXPECT_EQ(value(type, bytes), -1) << type;
  EXPECT_EQ(value("|u1", 1), 255);
  EXPECT_EQ(value("<u2", 2), 65535);
  EXPECT_EQ(value("<u4", 4), 4294967295);
  EXPECT_EQ(value("|b1", 1), 1);
  expect_error([&] { value("<u8", 8); }, ErrorKind::bad_data, "x.npy", "18446744073709551615 is beyond 64 bits");
  EXPECT_EQ(to_integers(parse_npy(file_with(header_of("<u8", "()"), 8), ""), ""),
            (std::vector<std::int64_t>{0x0101010101010101}));
  for (const char* type : {"bool", "int16", "uint16"}) {
    const Bytes bytes = read_input_file(path_of(type));
    EXPECT_EQ(to_integers(parse_npy(bytes, type), type), (std::vector<std::int64_t>{0, 0})) << type;
  }
}

TEST(Npy, HalvesAreReadExactly) {
  const auto half = [](int high, int low) {
    Bytes file = file_with(header_of("<f2", "()"), 2);
    file[file.size() - 1] = static_cast<std::byte>(high);
    file[file.size() - 2] = static_cast<std::byte>(low);
    return to_floats(parse_npy(file, "")).at(0);
  };
  EXPECT_EQ(half(0x3C, 0x00), 1.0f);
  EXPECT_EQ(half(0xC1, 0x00), -2.5f);
  EXPECT_EQ(half(0x7B, 0xFF), 65504.0f);   // the largest
  EXPECT_EQ(half(0x04, 0x00), 0x1p-14f);   // the smallest normal one
  EXPECT_EQ(half(0x80, 0x01), -0x1p-24f);  // the smallest of all, below 0
  EXPECT_TRUE(std::isinf(half(0x7C, 0x00)));
  EXPECT_TRUE(std::isnan(half(0x7E, 0x00)));
}

TEST(Npy, OtherTypesAreRefusedByName) {
  const std::vector<std::pair<const char*, const char*>> refused = {{"big_endian", "big-endian"},
                                                                    {"objects", "Python objects"},
                                                                    {"fields", "fields"},
                                                                    {"dimensions9", "more than 8 dimensions"},
                                                                    {"complex64", "complex"},
                                                                    {"U4", "text"},
                                                                    {"S4", "text"},
                                                                    {"datetime64s", "dates"},
                                                                    {"longdouble", "'<f16'"}};
  for (const auto& [name, reason] : refused) {
    const Bytes bytes = read_input_file(path_of(name));
    expect_error([&] { parse_npy(bytes, name); }, ErrorKind::bad_data, name, reason);
  }
}

TEST(Npy, EveryCutOfAFileIsRefused) {
  const Bytes whole = read_input_file(path_of("float32"));
  for (std::size_t length = 0; length < whole.size(); ++length)
    expect_refused(Bytes(whole.begin(), whole.begin() + static_cast<std::ptrdiff_t>(length)));
  Bytes longer = whole;
  longer.push_back(std::byte{0});
  expect_refused(longer, "needs 24 bytes", "holds 25");
  expect_refused({}, "empty");
}

TEST(Npy, EveryChangedByteOfAHeaderIsRefusedOrRead) {
  const Bytes whole = read_input_file(path_of("float32"));
  std::size_t refused = 0;
  for (std::size_t i = 0; i < 128; ++i)
    for (int value = 0; value < 256; ++value) {
      Bytes changed = whole;
      changed[i] = static_cast<std::byte>(value);
      try {
        EXPECT_EQ(to_floats(parse_npy(changed, "x")).size(), 6u);
      } catch (const Error& error) {
        EXPECT_EQ(error.kind(), ErrorKind::bad_data);
        ++refused;
      } catch (...) {
        ADD_FAILURE() << "byte " << i << " = " << value;
      }
    }
  EXPECT_GT(refused, 30'000u) << "of 32,768: what is left is the original and a blank or quote for another";
}

TEST(Npy, AHeaderThatPromisesTooMuchIsRefusedBeforeMemoryIsTaken) {
  expect_refused(file_with(header_of("<f4", "(4611686018427387904, 4)"), 16), "larger than any file");
  expect_refused(file_with(header_of("<f8", "(2305843009213693952,)"), 16), "larger than any file");
  expect_refused(file_with(header_of("<f4", "(1099511627776,)"), 16), "needs 4398046511104 bytes", "holds 16");
  expect_refused(file_with(header_of("<f4", "(99999999999999999999999,)"), 16), "too large");
  expect_refused(file_with(header_of("<f4", "(-1,)"), 16), "negative");
  expect_refused(file_with(header_of("<f4", "(1, 1, 1, 1, 1, 1, 1, 1, 4)"), 16), "more than 8 dimensions");
  Bytes long_header = file_with(header_of("<f4", "(4,)"), 16);
  long_header[6] = std::byte{2};  // version 2: four bytes of length, here 0xFFFFFFFF
  for (std::size_t i = 8; i < 12; ++i) long_header[i] = std::byte{0xFF};
  expect_refused(long_header, "4294967295 bytes", "longer than 65536");
}

TEST(Npy, AHeaderThatIsNotTheDictionaryIsRefused) {
  EXPECT_EQ(to_floats(parse_npy(file_with(header_of("<f4", "(4,)"), 16), "")).size(), 4u);
  const auto refused = [](const std::string& header, const char* reason) {
    expect_refused(file_with(header, 16), reason);
  };
  refused("", "lacks a '{'");
  refused("{}", "lacks one of");
  refused("{'descr': '<f4', 'shape': (4,)}", "lacks one of");
  refused("{'descr': '<f4', 'descr': '<f4', 'shape': (4,)}", "twice");
  refused("{'descr': '<f4', 'colour': 'red'}", "unknown key 'colour'");
  refused("{'descr': '<f4", "closing quote");
  refused("{'descr': '<f4' 'shape': (4,)}", "lacks a '}'");
  refused("{'descr': '<f4', 'fortran_order': 0, 'shape': (4,)}", "neither True nor False");
  refused("{'descr': '<f4', 'fortran_order': False, 'shape': 4}", "lacks a '('");
  refused("{'descr': '<f4', 'fortran_order': False, 'shape': (4)}", "not a tuple");
  refused("{'descr': '<f4', 'fortran_order': False, 'shape': (4,,)}", "no number");
  refused("{'descr': '<f4', 'fortran_order': False, 'shape': (2 2)}", "not a tuple");
  refused(header_of("<f4", "(4,)") + "garbage", "goes on");
  refused("{'descr': '<f4\n\x1b[31m', 'fortran_order': False, 'shape': (4,)}", "\\x0a\\x1b[31m");
}

}  // namespace
}  // namespace replicas
