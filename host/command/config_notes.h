#pragma once

#include <string>
#include <vector>

#include "command/run_arguments.h"

namespace replicas {

/// What a run has to say of the lengths that --config gave it: the steps of a run that was continued, a burn-in in
/// steps that stays though --steps asks for another length.
std::vector<std::string> config_notes(const RunArguments& arguments);

}  // namespace replicas
