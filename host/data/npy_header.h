#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace replicas {

/// The Python dictionary at the head of an NPY file.
struct NpyHeader {
  std::string type;  ///< 'descr', e.g. "<f4"
  bool fortran_order = false;
  std::vector<std::size_t> shape;
};

/// "{'descr': '<f4', 'fortran_order': False, 'shape': (32, 10), }": these three keys in any order and nothing else.
/// Error(bad_data, 65) names the file as `file`.
NpyHeader parse_npy_header(std::string_view text, std::string_view file);

}  // namespace replicas
