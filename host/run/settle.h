#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "run/physics.h"

namespace replicas {

/// Decides what a request leaves open and checks that its parts are possible and fit each other: the start, the
/// confinement of a potential, the sample interval, a length in whole sample intervals. Afterwards `physics` is all
/// that defines the run. Returns what had to be decided or rounded, a sentence each, with fields in angle brackets.
///
/// Throws Error (bad_value) that names the fields, the value and what would be accepted.
std::vector<std::string> settle(Request& request);

/// Whether this field chooses the confinement: of those only one may be given.
bool is_confinement(std::string_view key);

}  // namespace replicas
