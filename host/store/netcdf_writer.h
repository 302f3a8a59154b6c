#pragma once

#include <netcdf.h>

#include <cstdint>
#include <filesystem>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace replicas {

/// One group of a netCDF-4 file that is being written; every call is checked. There is no destructor on purpose: after
/// a failed write the library must not be called again, so only `close` on the ordinary way out closes the file.
class NetcdfWriter {
 public:
  /// Creates the file, which must not exist; this is its root group.
  explicit NetcdfWriter(const std::filesystem::path& path);

  NetcdfWriter group(const std::string& name) const;
  void close() const;

  int dimension(const std::string& name, std::size_t length) const;  ///< length 0: unlimited

  /// A variable with its unit and long name; floating-point ones get _FillValue = NaN unless they are coordinates.
  int variable(const std::string& name, nc_type type, std::span<const int> dimensions, std::string_view unit,
               std::string_view long_name) const;
  /// Chunked storage, with deflate level 1 and shuffle when `compressed`: other filters break readers.
  void chunk(int variable, std::span<const std::size_t> lengths, bool compressed) const;

  void put(int variable, std::span<const std::size_t> shape, std::span<const double> values) const;
  void put(int variable, std::span<const std::size_t> shape, std::span<const float> values) const;
  void put(int variable, std::span<const std::size_t> shape, std::span<const std::int64_t> values) const;
  void put(int variable, std::span<const std::size_t> shape, std::span<const std::int8_t> values) const;

  /// Text as a character array: a netCDF string would become an object array in h5py.
  void attribute(const std::string& name, std::string_view text, int variable = NC_GLOBAL) const;
  void attribute(const std::string& name, int value) const;
  void attribute(const std::string& name, std::int64_t value) const;
  void attribute(const std::string& name, std::uint64_t value) const;
  void attribute(const std::string& name, double value) const;

 private:
  NetcdfWriter(std::filesystem::path path, int id) : path_(std::move(path)), id_(id) {}
  void check(int status, std::string_view what) const;
  void fill_with_nan(int variable, nc_type type) const;
  std::string name_of(int variable) const;

  std::filesystem::path path_;
  int id_ = -1;
};

}  // namespace replicas
