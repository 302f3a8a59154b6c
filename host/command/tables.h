#pragma once

#include <string>
#include <vector>

#include "command/verbs.h"

namespace replicas {

/// The tables that the program is made of, as JSON, for documents that are generated from them: "version", "verbs",
/// "options" (the fields of a run), "observables" (the columns that a run may have, in the order of run.nc),
/// "exit_statuses". Options are as the command line has them.
std::string tables_json(const std::vector<VerbWords>& verbs);

}  // namespace replicas
