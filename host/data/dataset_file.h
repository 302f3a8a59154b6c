#pragma once

#include <string>
#include <string_view>

#include "data/data_array.h"
#include "model/dataset.h"
#include "model/reading.h"

namespace replicas {

/// The data set of "INPUTS,LABELS" or "TABLE.csv" (--data, --test-data), made for this network. Each file may be NPY,
/// IDX (also in gzip) or CSV; what it is shows in its first bytes.
///   inputs  [P][D], further dimensions flattened: float32 or float64, or unsigned bytes (pixels), divided by 255;
///           integers when `reading` says how they are scaled
///   labels  words of a CSV file, or integers [P]: 0..C-1; with one output also -1 and +1; for the squared loss they
///           become one-hot targets
///   for the squared loss instead targets [P][C], or [P] with one output
///   a table has D inputs and one label, or C targets last, in each row; with one output and the squared loss, a target
/// Row numbers are left out. Test data are read with the classes and the scale of the `training` data. All that had to
/// be assumed stands in the remarks of the data set. Error(usage, 64) when it is not one or two names, or the column
/// of the labels does not exist, (no_input, 66) when a file cannot be opened, (bad_data, 65) naming file and reason,
/// and the first bad index, when it does not hold such data.
Dataset read_dataset(std::string_view files, const Network& network, const Reading& reading = {},
                     std::string_view option = "<data>", const Dataset* training = nullptr);

/// An array that somebody has read already, and its name for messages.
struct NamedArray {
  DataArray array;
  std::string source;
};

/// The data set of two arrays in memory, by the same rules and with the same bits as two NPY files that hold them;
/// `origin` names both. Errors as above.
Dataset make_dataset(NamedArray inputs, NamedArray answers, std::string origin, const Network& network,
                     const Reading& reading = {}, const Dataset* training = nullptr);

/// The first `examples` of a data set; Error(usage, 64) when it has fewer.
void keep_first(Dataset& dataset, int examples);

}  // namespace replicas
