#pragma once

#include <string>

#include "observe/results.h"
#include "show/terminal.h"

namespace replicas {

/// The result table of a run for a terminal of `width` columns: a line per temperature, errors in the last digits,
/// in as many blocks (each beginning with T) as it takes to fit; then the legend, then the verdicts, failures first.
/// Quantities that the run does not have are left out.
std::string table(const Results& results, int width);

}  // namespace replicas
