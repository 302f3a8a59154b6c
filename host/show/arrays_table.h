#pragma once

#include <string>

#include "model/named_arrays.h"

namespace replicas {

/// The arrays over the first axis alone as a table with their errors, the numbers below it, then the legend and what
/// has to be said. Arrays over more axes are in JSON and in the file.
std::string arrays_table(const NamedArrays& arrays);

/// Everything as one JSON document that ends with a line end; what is not finite is null.
std::string arrays_json(const NamedArrays& arrays);

}  // namespace replicas
