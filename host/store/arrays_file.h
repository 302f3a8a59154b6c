#pragma once

#include <filesystem>
#include <string>

#include "model/named_arrays.h"

namespace replicas {

/// Arrays as a netCDF-4 file of one group, whole or not at all: a variable with units and long_name per array, its
/// errors as NAME_error, the axes as coordinates, texts, numbers and notes as attributes of the root.
void write_arrays(const std::filesystem::path& path, const NamedArrays& arrays, const std::string& command_line);

/// An Error (73) when something of this name is there, unless `overwrite`, or when its directory is not.
void require_room_for(const std::filesystem::path& path, bool overwrite);

}  // namespace replicas
