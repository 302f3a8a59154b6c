#pragma once

#include <string>

#include "observe/results.h"
#include "store/netcdf_writer.h"

namespace replicas {

/// A group of variables (chain, draw, temperature), the draws without limit. Its dimensions and coordinates are its
/// own: those of the root are lost to xarray.open_dataset(path, group=...).
class DrawsGroup {
 public:
  DrawsGroup(const NetcdfWriter& root, const std::string& name, const Results& results,
             const std::vector<std::int64_t>& draw_steps, const std::string& created_at);

  void write(const std::string& name, const std::string& unit, const std::string& long_name,
             const std::vector<float>& values) const;
  /// (chain, draw, temperature, <last>): a vector per draw, uncompressed.
  void write_vectors(const std::string& name, const std::string& last, const std::string& long_name,
                     const std::vector<float>& values) const;
  void write_flags(const std::string& name, const std::string& long_name, const std::vector<std::int8_t>& values) const;

 private:
  void write_along_chain(const std::string& name, const std::vector<std::int64_t>& values, const char* long_name) const;
  void write_along_draw(const std::string& name, const std::vector<std::int64_t>& values, const char* long_name) const;
  int variable(const std::string& name, nc_type type, const std::string& unit, const std::string& long_name,
               std::size_t bytes_each) const;

  NetcdfWriter group_;
  std::vector<std::size_t> shape_;
  std::vector<int> dimensions_;
};

}  // namespace replicas
