#pragma once

#include <filesystem>
#include <string>

#include "run/physics.h"

namespace replicas {

/// The directory in which a run was begun, if it named files by relative paths: what the run directory says of it, or
/// nothing.
std::string begun_in(const std::filesystem::path& run);

/// What is to be written there when a run begins: the working directory where a file has a relative name, else nothing.
std::string place_to_remember(const Physics& physics);

/// The same files by names that go from `directory`.
DataPlaces places_from(const std::string& directory, const Physics& physics);

}  // namespace replicas
