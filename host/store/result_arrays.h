#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "model/error.h"
#include "observe/results.h"
#include "store/netcdf_reader.h"
#include "store/netcdf_writer.h"

namespace replicas {

// How arrays with named axes lie in a netCDF-4 file: the one writer and the one reader of columns, curves and traces.

/// Which libraries made the file, and when: on the root and on every group, as ArviZ expects.
void write_origin(const NetcdfWriter& group, const std::string& created_at);

/// A group of the file that arrays are written to. Its dimensions and coordinates are its own, since those of the root
/// are lost to xarray.open_dataset(path, group=...); an axis is made when the first array needs it. Along the axis
/// `draw` arrays have no limit and are stored in chunks; beside them, arrays of whole numbers are coordinates.
class ArrayGroup {
 public:
  /// With `axes` before any array. `error_words` and the long name of an array are the long name of its errors.
  ArrayGroup(const NetcdfWriter& group, const std::vector<ResultAxis>& axes,
             std::string error_words = "standard error of ");

  /// The array, and its partners as <name>_error and <name>_dataset_spread, which its `ancillary_variables` name.
  template <class Number>
  void write(const ResultArray<Number>& array);

 private:
  std::vector<int> dimensions(const std::vector<ResultAxis>& axes);
  template <class Number>
  int write_values(const ResultArray<Number>& array, const std::string& name, const std::string& long_name,
                   const std::vector<Number>& values);

  NetcdfWriter group_;
  std::string error_words_;
  std::map<std::string, int> dimensions_;
  std::string coordinates_;  ///< names of the arrays of whole numbers along draws and chains
};

/// One array of a group as it was written, with its axes and the partners that it names. Error(bad_data, 65) names what
/// is missing or has another shape.
template <class Number>
ResultArray<Number> read_array(const NetcdfReader& group, const std::string& name, const std::string& group_name = {});

/// How a size that does not fit is reported: a bug of the program before writing (internal), a damaged file after
/// reading (bad_data).
struct ArrayCheck {
  ErrorKind kind = ErrorKind::internal;
  std::string before = {}, after = {};  ///< of the message
};

/// That an array and its partners have the numbers that their axes have places.
template <class Number>
void check_array(const ResultArray<Number>& array, const ArrayCheck& check);

}  // namespace replicas
