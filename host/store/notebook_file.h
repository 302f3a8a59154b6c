#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <vector>

#include "observe/instruments/notebook.h"

namespace replicas {

/// Where a run directory keeps the notebook of work that is not part of a checkpoint: of the start before the first
/// one, and of the curvature map after the last. It is of use for the same work alone, which `key` names, and nothing
/// depends on it: without it the work begins again.
inline constexpr const char* notebook_name = "notebook";

/// Error(io_error, 74); then the one written before is whole.
void write_notebook(const std::filesystem::path& directory, std::uint64_t key, const Notebook& notebook);

/// What was written for the same work; nothing when there is none, when it is of other work, or when it is damaged.
std::optional<std::vector<std::byte>> read_notebook(const std::filesystem::path& directory, std::uint64_t key);

void remove_notebook(const std::filesystem::path& directory);

}  // namespace replicas
