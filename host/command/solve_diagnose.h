#pragma once

#include <filesystem>

namespace replicas {

/// Whether a file is what `solve` wrote.
bool is_study(const std::filesystem::path& file);

/// What is to be said of a study: whether sums of signs can be 0, messages that did not converge or oscillate, local
/// entropies left out, loads with too few instances or nothing solved. 0, or 1 when something failed.
int diagnose_study(const std::filesystem::path& file, bool as_json);

}  // namespace replicas
