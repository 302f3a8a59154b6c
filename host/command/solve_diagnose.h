#pragma once

#include <filesystem>

namespace replicas {

/// Whether a file is what `solve` wrote.
bool is_study(const std::filesystem::path& file);

/// What is to be said of a study: messages that did not converge, oscillate or stand still, local entropies left out,
/// loads with too few instances or nothing solved. 0, or 1 when something failed. Nothing is asked about fields of 0,
/// which have no sign: every size that allows one is refused (solve_model.h), so it is impossible by construction.
int diagnose_study(const std::filesystem::path& file, bool as_json);

}  // namespace replicas
