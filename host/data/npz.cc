#include "data/npz.h"

#include <spdlog/fmt/ranges.h>
#include <zlib.h>

#include <algorithm>
#include <cstdint>

#include "data/gunzip.h"
#include "model/error.h"
#include "model/printable.h"

namespace replicas {

namespace {

constexpr std::uint64_t in_extra_32 = 0xffffffff,
                        in_extra_16 = 0xffff;  // the number stands in a 64-bit field elsewhere
constexpr std::size_t longest_comment = 65535;
constexpr std::uint64_t most_entries = 100000;
constexpr std::size_t most_shown = 8;

/// Numbers of the archive by their place; whatever lies outside says that it is cut short.
class ZipBytes {
 public:
  ZipBytes(std::span<const std::byte> bytes, std::string file) : bytes_(bytes), file_(std::move(file)) {}

  void check(bool condition, std::string_view what) const {
    require(condition, ErrorKind::bad_data, "{}: {}; copy it again, or save it with numpy.savez", file_, what);
  }
  std::span<const std::byte> part(std::uint64_t at, std::uint64_t size) const {
    check(at <= bytes_.size() && size <= bytes_.size() - at, "its ZIP directory points beyond its end");
    return bytes_.subspan(at, size);
  }
  /// Little endian, of 2, 4 or 8 bytes.
  std::uint64_t number(std::uint64_t at, std::size_t size) const {
    const std::span<const std::byte> digits = part(at, size);
    std::uint64_t value = 0;
    for (std::size_t i = size; i-- > 0;) value = value << 8 | std::to_integer<std::uint64_t>(digits[i]);
    return value;
  }
  std::string text(std::uint64_t at, std::uint64_t size) const {
    const std::span<const std::byte> letters = part(at, size);
    return {reinterpret_cast<const char*>(letters.data()), letters.size()};
  }
  bool says(std::uint64_t at, std::string_view signature) const {
    return at <= bytes_.size() && signature.size() <= bytes_.size() - at && text(at, signature.size()) == signature;
  }
  std::size_t size() const { return bytes_.size(); }
  const std::string& file() const { return file_; }

 private:
  std::span<const std::byte> bytes_;
  std::string file_;
};

struct Directory {
  std::uint64_t entries, at;
};

/// What the last record of the archive says; it may be followed by a comment, and preceded by its 64-bit form.
Directory find_directory(const ZipBytes& zip) {
  constexpr std::size_t record = 22, locator = 20;
  zip.check(zip.size() >= record, "is cut short: it begins as a ZIP archive and has no directory");
  const std::size_t first = zip.size() - record - std::min(zip.size() - record, longest_comment);
  for (std::size_t at = zip.size() - record + 1; at-- > first;) {
    if (!zip.says(at, "PK\5\6") || at + record + zip.number(at + 20, 2) != zip.size()) continue;
    Directory found{.entries = zip.number(at + 10, 2), .at = zip.number(at + 16, 4)};
    if (at >= locator && zip.says(at - locator, "PK\6\7") &&
        (found.entries == in_extra_16 || found.at == in_extra_32)) {
      const std::uint64_t wide = zip.number(at - locator + 8, 8);
      zip.check(zip.says(wide, "PK\6\6"), "its ZIP directory is damaged");
      found = {.entries = zip.number(wide + 32, 8), .at = zip.number(wide + 48, 8)};
    }
    return found;
  }
  zip.check(false, "is cut short: it begins as a ZIP archive and has no directory");
  return {};
}

struct Entry {
  std::string name;
  std::uint64_t flags = 0, method = 0, crc = 0, packed = 0, size = 0, at = 0;
};

/// Sizes and place that need 64 bits, from the extra field of an entry.
void widen(const ZipBytes& zip, std::uint64_t at, std::uint64_t end, Entry& entry) {
  for (; at + 4 <= end; at += 4 + zip.number(at + 2, 2)) {
    if (zip.number(at, 2) != 1) continue;
    std::uint64_t field = at + 4;
    for (std::uint64_t* number : {&entry.size, &entry.packed, &entry.at})
      if (*number == in_extra_32) {
        *number = zip.number(field, 8);
        field += 8;
      }
    return;
  }
}

std::vector<Entry> entries_of(const ZipBytes& zip) {
  const Directory directory = find_directory(zip);
  zip.check(directory.entries <= most_entries, fmt::format("holds more than {} files", most_entries));
  std::vector<Entry> entries;
  std::uint64_t at = directory.at;
  for (std::uint64_t i = 0; i < directory.entries; ++i) {
    constexpr std::uint64_t header = 46;
    zip.check(zip.says(at, "PK\1\2"), "its ZIP directory is damaged");
    const std::uint64_t name = zip.number(at + 28, 2), extra = zip.number(at + 30, 2);
    Entry entry{.name = zip.text(at + header, name),
                .flags = zip.number(at + 8, 2),
                .method = zip.number(at + 10, 2),
                .crc = zip.number(at + 16, 4),
                .packed = zip.number(at + 20, 4),
                .size = zip.number(at + 24, 4),
                .at = zip.number(at + 42, 4)};
    widen(zip, at + header + name, at + header + name + extra, entry);
    entries.push_back(std::move(entry));
    at += header + name + extra + zip.number(at + 32, 2);
  }
  return entries;
}

std::vector<std::byte> unpack(const ZipBytes& zip, const Entry& entry) {
  constexpr std::uint64_t header = 30, stored = 0, deflated = 8, encrypted = 1;
  zip.check((entry.flags & encrypted) == 0, "is encrypted");
  zip.check(entry.method == stored || entry.method == deflated,
            fmt::format("packs '{}' by method {} of ZIP; only deflate is read", printable(entry.name), entry.method));
  zip.check(zip.says(entry.at, "PK\3\4"), "its ZIP directory is damaged");
  const std::uint64_t begin = entry.at + header + zip.number(entry.at + 26, 2) + zip.number(entry.at + 28, 2);
  const std::span<const std::byte> packed = zip.part(begin, entry.packed);
  zip.check(entry.method == deflated || entry.packed == entry.size, "its ZIP directory is damaged");
  std::vector<std::byte> bytes =
      entry.method == stored ? std::vector(packed.begin(), packed.end()) : inflate_raw(packed, entry.size, zip.file());
  const auto crc = crc32_z(0, reinterpret_cast<const Bytef*>(bytes.data()), bytes.size());
  zip.check(crc == entry.crc, fmt::format("its array '{}' is damaged (CRC-32)", printable(entry.name)));
  return bytes;
}

}  // namespace

NpzName parse_npz_name(std::string_view text) {
  constexpr std::string_view ending = ".npz:";
  const std::size_t at = text.rfind(ending);
  if (at == text.npos) return {.file = std::string(text), .key = {}};
  return {.file = std::string(text.substr(0, at + ending.size() - 1)),
          .key = std::string(text.substr(at + ending.size()))};
}

bool is_zip(std::span<const std::byte> bytes) {
  const ZipBytes zip(bytes, "");
  return zip.says(0, "PK\3\4") || zip.says(0, "PK\5\6");
}

std::vector<std::byte> npz_array(std::span<const std::byte> archive, const std::string& key, std::string_view file) {
  const ZipBytes zip(archive, printable(file));
  constexpr std::string_view suffix = ".npy";
  std::vector<std::string> names;
  std::vector<Entry> arrays;
  for (Entry& entry : entries_of(zip)) {
    if (!entry.name.ends_with(suffix)) continue;
    names.push_back(printable(entry.name.substr(0, entry.name.size() - suffix.size())));
    arrays.push_back(std::move(entry));
  }
  require(!arrays.empty(), ErrorKind::bad_data,
          "{}: is a ZIP archive without arrays of NumPy (names in .npy), which is not read; write arrays with "
          "numpy.savez",
          zip.file());
  const auto found = std::ranges::find(arrays, key + std::string(suffix), &Entry::name);
  const bool only = key.empty() && arrays.size() == 1;
  if (only || found != arrays.end()) return unpack(zip, only ? arrays.front() : *found);
  const std::string more = names.size() > most_shown ? fmt::format(" and {} more", names.size() - most_shown) : "";
  names.resize(std::min(names.size(), most_shown));
  fail(ErrorKind::bad_data, "{}: {}; it holds {}{}: write {}:{}", zip.file(),
       key.empty() ? "is an archive of several arrays" : fmt::format("holds no array '{}'", printable(key)),
       fmt::join(names, ", "), more, zip.file(), names.front());
}

}  // namespace replicas
