#include "data/known_formats.h"

#include <algorithm>
#include <array>
#include <string>

#include "data/gunzip.h"
#include "model/error.h"
#include "model/printable.h"

namespace replicas {

namespace {

using Known = std::pair<std::string_view, std::string_view>;

constexpr std::array<Known, 13> archives = {{{"PK\x03\x04", "a ZIP or NPZ archive"},
                                             {"\x89HDF", "an HDF5 or netCDF-4 file"},
                                             {"CDF", "a netCDF file"},
                                             {"\x80\x02", "a Python pickle"},
                                             {"\x80\x03", "a Python pickle"},
                                             {"\x80\x04", "a Python pickle"},
                                             {"\x80\x05", "a Python pickle"},
                                             {"PAR1", "a Parquet file"},
                                             {"MATLAB 5.0", "a MATLAB file"},
                                             {"\x89PNG", "a PNG image"},
                                             {"\xFF\xD8\xFF", "a JPEG image"},
                                             {"BZh", "packed by bzip2"},
                                             {"\xFD"
                                              "7zXZ",
                                              "packed by xz"}}};
constexpr std::array<Known, 4> pages = {{{"<!doctype", "a web page (HTML)"},
                                         {"<html", "a web page (HTML)"},
                                         {"<head", "a web page (HTML)"},
                                         {"<?xml", "XML"}}};

/// The first letters after blanks, in lower case: servers answer with pages in every spelling.
std::string beginning(std::string_view text) {
  if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
  text.remove_prefix(std::min(text.find_first_not_of(" \t\r\n"), text.size()));
  std::string lower(text.substr(0, 16));
  std::ranges::transform(lower, lower.begin(), [](char c) { return c >= 'A' && c <= 'Z' ? char(c - 'A' + 'a') : c; });
  return lower;
}

}  // namespace

void refuse_known_formats(std::span<const std::byte> bytes, std::string_view file, bool packed) {
  const std::string_view text(reinterpret_cast<const char*>(bytes.data()), bytes.size());
  const std::string_view is = packed ? "holds, in gzip," : "is";
  for (const auto& [magic, what] : archives)
    require(!text.starts_with(magic), ErrorKind::bad_data,
            "{}: {} {}, which is not read; write each array with numpy.save", printable(file), is, what);
  const std::string begins = beginning(text);
  for (const auto& [magic, what] : pages)
    require(!begins.starts_with(magic), ErrorKind::bad_data,
            "{}: {} {}, not data: most likely a server's answer instead of the file; download it again",
            printable(file), is, what);
  require(!text.starts_with("version https://git-lfs"), ErrorKind::bad_data,
          "{}: {} a pointer of Git LFS, not the file itself; fetch it with git lfs pull", printable(file), is);
  require(!packed || !is_gzip(bytes), ErrorKind::bad_data, "{}: is packed by gzip twice; gunzip it first",
          printable(file));
}

}  // namespace replicas
