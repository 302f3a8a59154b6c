#pragma once

#include <string>
#include <utility>
#include <vector>

#include "run/physics.h"

namespace replicas {

/// What makes a run this one: the fewest fields of the physics, in the order of the table, that settle to the same
/// configuration; everything else follows from them and the defaults. `request` is settled. Key and text of each.
std::vector<std::pair<std::string, std::string>> chosen_fields(const Request& request);

/// The same as a part of a file name: "network-10-8-2_replicas-4_temps-0.01", of data the names of the files; "default"
/// when nothing was chosen. What would make it longer than 80 letters is left out.
std::string run_label(const Request& request);

}  // namespace replicas
