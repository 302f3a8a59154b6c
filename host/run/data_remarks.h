#pragma once

#include "observe/results.h"
#include "run/callbacks.h"
#include "system/system.h"

namespace replicas {

/// Logs what was assumed about the data; doubts are warnings.
void say_remarks(const System& training, const System* test, const Callbacks& callbacks);

/// The same for run.nc: attributes data_notes and class_names (a JSON list), what --scale standard took, and doubts as
/// verdicts.
void describe_data(const System& training, const System* test, Results& results);

}  // namespace replicas
