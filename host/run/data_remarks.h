#pragma once

#include <vector>

#include "model/dataset.h"
#include "observe/results.h"
#include "run/callbacks.h"

namespace replicas {

/// Logs what was assumed about the data; doubts are warnings.
void say_remarks(const std::vector<Dataset>& training, const std::vector<Dataset>& test_data,
                 const Callbacks& callbacks);

/// The same for run.nc: attributes data_notes and class_names (a JSON list), what --scale standard took, and doubts as
/// verdicts.
void describe_data(const std::vector<Dataset>& training, const std::vector<Dataset>& test_data, Results& results);

}  // namespace replicas
