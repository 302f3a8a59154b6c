#pragma once

#include <cstddef>
#include <filesystem>
#include <vector>

namespace replicas {

/// The state of a study as a file with a checksum, whole or not at all.
void write_study_state(const std::filesystem::path& path, const std::vector<std::byte>& state);

/// What it held. Error(no_input, 66) when it is not there, (bad_data, 65) when it is damaged or something else.
std::vector<std::byte> read_study_state(const std::filesystem::path& path);

}  // namespace replicas
