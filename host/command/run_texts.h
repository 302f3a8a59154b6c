#pragma once

#include <string>

#include "run/callbacks.h"
#include "run/simulation.h"

namespace replicas {

/// What a run says, as a line of the log.
void say_in_log(Callbacks::Level level, const std::string& text);

/// "start 0.1 s, steps 12 s, ...": where the time of a run went, for the log.
std::string where_time_went(const Simulation& simulation);

/// Of a slice, which has no results of its own, where it is and what comes next: a sentence, or a JSON object.
std::string slice_line(const Simulation& simulation, bool as_json);

}  // namespace replicas
