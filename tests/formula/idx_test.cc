#include "data/idx.h"
#include "data_folder.h"

#include "bytes_of.h"
#include "data/input_file.h"
#include "expect_error.h"

namespace replicas {
namespace {

using Shape = std::vector<std::size_t>;

DataArray made_by_numpy(const std::string& name) {
  return parse_idx(read_input_file(data_folder() + "/idx/" + name), name);
}

/// A header of this type and sizes, followed by as many bytes 1.
std::string idx(int type, const std::vector<unsigned>& sizes, std::size_t bytes) {
  std::string text = {0, 0, static_cast<char>(type), static_cast<char>(sizes.size())};
  for (const unsigned size : sizes)
    for (int shift = 24; shift >= 0; shift -= 8) text += static_cast<char>(size >> shift & 0xFF);
  return text + std::string(bytes, '\1');
}

template <class... Words>
void expect_refused(std::string_view text, const Words&... words) {
  expect_error([&] { parse_idx(bytes_of(text), "x.idx"); }, ErrorKind::bad_data, "x.idx", words...);
}

TEST(Idx, ReadsImagesAndLabelsPlainAndPacked) {
  for (const std::string name : {"images", "images.gz"}) {
    const DataArray images = made_by_numpy(name);
    EXPECT_EQ(images.kind, DataArray::Kind::bytes) << name;
    EXPECT_EQ(images.shape, (Shape{3, 4, 4})) << name;
    EXPECT_EQ(images.type, "uint8");
    for (std::size_t i = 0; i < 48; ++i) EXPECT_EQ(images.bytes[i], i * 5) << name << i;
  }
  for (const std::string name : {"labels", "labels.gz"}) {
    const DataArray labels = made_by_numpy(name);
    EXPECT_EQ(labels.shape, (Shape{3})) << name;
    EXPECT_EQ(labels.bytes, (std::vector<std::uint8_t>{2, 0, 255})) << name;
  }
}

TEST(Idx, ReadsEveryTypeOfNumber) {
  const std::vector<std::int64_t> integers = {-1, 1, -128, 127};
  EXPECT_EQ(made_by_numpy("int8").integers, integers);
  EXPECT_EQ(made_by_numpy("int16").integers, (std::vector<std::int64_t>{-1, 1, -32768, 32767}));
  EXPECT_EQ(made_by_numpy("int32").integers, (std::vector<std::int64_t>{-1, 1, -2147483648, 2147483647}));
  EXPECT_EQ(made_by_numpy("float32").floats, (std::vector<float>{-1, 0.25f, 3e-30f, 1e30f}));
  EXPECT_EQ(made_by_numpy("float64.gz").floats, (std::vector<float>{-1, 0.25f, 3e-30f, 1e30f}));
}

TEST(Idx, EveryCutOfAFileIsRefused) {
  for (const std::string name : {"images", "images.gz", "float64.gz"}) {
    const std::vector<std::byte> whole = read_input_file(data_folder() + "/idx/" + name);
    for (std::size_t length = 2; length < whole.size(); ++length)
      expect_error([&] { parse_idx(std::span(whole).first(length), "x.idx"); }, ErrorKind::bad_data, "x.idx");
    std::vector<std::byte> longer = whole;
    longer.push_back(std::byte{0});
    expect_error([&] { parse_idx(longer, "x.idx"); }, ErrorKind::bad_data, "x.idx");
  }
}

TEST(Idx, EveryChangedByteOfAPackedFileIsRefusedOrHarmless) {
  const std::vector<std::byte> whole = read_input_file(data_folder() + "/idx/images.gz");
  const DataArray expected = parse_idx(whole, "");
  for (std::size_t i = 2; i < whole.size(); ++i)
    for (int bit = 0; bit < 8; ++bit) {
      std::vector<std::byte> changed = whole;
      changed[i] ^= static_cast<std::byte>(1 << bit);
      try {  // gzip's own header (time, system) has no checksum; what is packed has
        EXPECT_EQ(parse_idx(changed, "x").bytes, expected.bytes) << i;
      } catch (const Error& error) {
        EXPECT_EQ(error.kind(), ErrorKind::bad_data);
      }
    }
}

TEST(Idx, AHeaderThatIsNotIdxIsRefused) {
  EXPECT_EQ(parse_idx(bytes_of(idx(8, {4}, 4)), "").bytes.size(), 4u);
  expect_refused(idx(0x0A, {4}, 4), "IDX type 0x0a");
  expect_refused(idx(8, {}, 4), "0 dimensions");
  expect_refused(idx(8, std::vector<unsigned>(9, 1), 1), "9 dimensions");
  expect_refused(idx(8, {4}, 3), "(4,)", "needs 12 bytes", "holds 11");
  expect_refused(idx(8, {4}, 5), "holds 13");
  expect_refused(idx(8, {1u << 24, 0, 0}, 5), "holds");  // little-endian sizes
}

TEST(Idx, AHeaderThatPromisesTooMuchIsRefusedBeforeMemoryIsTaken) {
  expect_refused(idx(8, {0xFFFFFFFF, 0xFFFFFFFF, 0xFFFFFFFF}, 5), "larger than any file");
  expect_refused(idx(0x0E, {0xFFFFFFFF, 0x3FFFFFFF}, 5), "larger than any file");
  expect_refused(idx(8, {0xFFFFFFFF, 0xFF}, 5), "needs", "holds 17");
  const std::vector<std::byte> bomb = read_input_file(data_folder() + "/idx/promises_much.gz");
  expect_error([&] { parse_idx(bomb, "x.gz"); }, ErrorKind::bad_data, "x.gz", "packed bytes can hold");
}

}  // namespace
}  // namespace replicas
