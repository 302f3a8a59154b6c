#pragma once

#include <cstddef>
#include <filesystem>
#include <vector>

namespace replicas {

/// All bytes of a regular file. Error(no_input, 66) with the path and the reason when there is none that can be read:
/// missing, no permission, a directory, a pipe; Error(out_of_memory, 71) when it is too large.
std::vector<std::byte> read_input_file(const std::filesystem::path& path);

}  // namespace replicas
