#include "store/framed_file.h"

#include <future>
#include <string_view>

#include "data/input_file.h"
#include "model/printable.h"
#include "store/checksum.h"
#include "store/durable_file.h"

namespace replicas {

namespace {

constexpr std::array<char, 8> magic = {'r', 'e', 'p', 'l', 'i', 'c', 'a', 's'};
constexpr std::uint32_t format_version = 4, endian_tag = 0x01020304;

}  // namespace

ByteWriter begin_frame(const Frame& frame, std::vector<std::byte> memory) {
  ByteWriter writer(std::move(memory));
  writer.put(magic);
  writer.put(format_version);
  writer.put(endian_tag);
  writer.put(static_cast<std::uint32_t>(frame.kind));
  writer.put(frame.number);
  writer.put(frame.step);
  return writer;
}

ListedFile write_framed(const std::filesystem::path& directory, const std::string& name, const ByteWriter& writer) {
  const std::vector<std::byte>& bytes = writer.bytes();
  // Beside the writing; afterwards where no thread can be had.
  std::future<std::uint64_t> sum = std::async([&bytes] { return checksum(bytes); });
  write_durably(directory / name, bytes);
  return {name, bytes.size(), sum.get()};
}

std::vector<std::byte> read_listed(const std::filesystem::path& directory, const ListedFile& file) {
  const std::string shown = printable((directory / file.name).string());
  std::error_code error;
  const std::uintmax_t size = std::filesystem::file_size(directory / file.name, error);
  require(!error, ErrorKind::bad_data, "{}: {}", shown, error.message());
  require(size == file.size, ErrorKind::bad_data, "{}: it is damaged: {} bytes long, not {}", shown, size, file.size);
  std::vector<std::byte> bytes = read_input_file(directory / file.name);
  require(bytes.size() == file.size && checksum(bytes) == file.checksum, ErrorKind::bad_data,
          "{}: it is damaged: its checksum is wrong", shown);
  return bytes;
}

ByteReader open_frame(const std::vector<std::byte>& bytes, const Frame& frame, const std::string& name) {
  ByteReader reader(bytes, name);
  std::array<char, 8> found_magic{};
  std::uint32_t version = 0, endian = 0, kind = 0, number = 0;
  std::uint64_t step = 0;
  reader.get(found_magic);
  reader.get(version);
  reader.get(endian);
  require(found_magic == magic && endian == endian_tag, ErrorKind::bad_data,
          "{}: it is not a file of this program on this kind of machine", name);
  require(version == format_version, ErrorKind::bad_data, "{}: it is of another version of replicas; use that one",
          name);
  reader.get(kind);
  reader.get(number);
  reader.get(step);
  reader.check(kind == static_cast<std::uint32_t>(frame.kind) && number == frame.number && step == frame.step);
  return reader;
}

}  // namespace replicas
