#pragma once

#include <string>

#include "observe/results.h"

namespace replicas {

/// The table as a JSON document that ends with a line end: attributes, `temperature`, `columns` (by name: unit,
/// long_name, value, error, dataset_spread) and `verdicts`. What is not finite is null; numbers read back bit for bit.
/// Curves and traces are in run.nc only.
std::string json(const Results& results);

}  // namespace replicas
