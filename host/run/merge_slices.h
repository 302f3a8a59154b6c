#pragma once

#include <filesystem>
#include <vector>

#include "run/callbacks.h"
#include "run/physics.h"

namespace replicas {

/// Joins the slices of a run (`Physics::shard`), each finished, in any order, into the run directory `out`: what it
/// would hold if one process had run all its steps and been stopped after the last. To go on with it makes its results.
/// Where `out` is that run already, nothing is done.
///
/// `own`: the data that the slices were given by their callers, where they were.
///
/// Nothing is written before all is known to fit. Error: no_input (66) where a slice is missing, unfinished or no run;
/// bad_value (64) where one is given twice or is no slice; bad_data (65) where one belongs to another run;
/// cannot_create (73) where `out` is something else. Each names the directory.
void merge_slices(const std::vector<std::filesystem::path>& slices, const std::filesystem::path& out, bool overwrite,
                  const Callbacks& callbacks, const OwnData& own = {});

}  // namespace replicas
