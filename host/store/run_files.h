#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "store/manifest.h"

namespace replicas {

/// What instruments of the caller's own recorded, where there are some: kept beside the run by whoever has them, and
/// known to nobody here.
inline constexpr const char* own_instruments_file = "instruments.npz";
inline constexpr const char* begun_in_file = "begun-in";  ///< the working directory that relative names of data go from

/// The names below a run directory that this program gives, temporary ones included; other people's files are not among
/// them. The manifests come first: without them the others mean nothing.
std::vector<std::string> run_files(const std::filesystem::path& directory);

/// The figures below a run directory that this program drew ("figures/loss.png"), known by what they say of themselves:
/// pictures of other people are not among them.
std::vector<std::string> drawn_figures(const std::filesystem::path& directory);

/// state.* and velocities.*: what the replicas were at some step.
bool is_state_of_a_step(std::string_view name);
/// state.*, velocities.*, start.* and segments/*, temporary or not.
bool is_saved_state(std::string_view name);
/// run.nc, or weights after step 0: only a process that had committed before can have written them.
bool is_late_file(std::string_view name);

bool file_exists(const std::filesystem::path& path);

/// Error(no_input, 66) where no run has begun: there is no config.toml.
void require_run_directory(const std::filesystem::path& directory);

/// Size and checksum of a file as it is now. Error(io_error, 74) when it cannot be read.
ListedFile listed(const std::filesystem::path& directory, const std::string& name);

}  // namespace replicas
