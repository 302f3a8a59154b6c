#pragma once

#include "observe/results.h"

namespace replicas {

/// Refuses (70) results whose sizes disagree, whose curves mean different things by one axis, or whose names would
/// clash in the file: a bug of the program must not become a file that reads as something else.
void check_results(const Results& results);

}  // namespace replicas
