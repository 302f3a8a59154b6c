#pragma once

#include <string>
#include <utility>
#include <vector>

#include "run/physics.h"

namespace replicas {

/// What makes a run this one: the fewest fields of the physics, in the order of the table, that settle to the same
/// configuration; everything else follows from them and the defaults. `request` is settled. Key and text of each.
std::vector<std::pair<std::string, std::string>> chosen_fields(const Request& request);

}  // namespace replicas
