#pragma once

#include "observe/results.h"
#include "store/result_arrays.h"

namespace replicas {

/// Refuses results whose sizes disagree, whose arrays mean different things by one axis, or whose names would clash in
/// the file: a bug of the program must not become a file that reads as something else, nor a damaged file results.
void check_results(const Results& results, const ArrayCheck& check);

/// Results::diverging as the array of the group sample_stats.
ResultArray<std::int8_t> diverging_array(const Results& results);

}  // namespace replicas
