#pragma once

#include <string>
#include <vector>

namespace replicas {

/// A flat TOML file (or the configuration stored in a run directory or run.nc) as words "--key=value", to be put before
/// the command line. Errors (78) name file, line and key; unknown keys are answered with the nearest of `known`.
std::vector<std::string> read_config(const std::string& path, const std::vector<std::string>& known,
                                     const std::vector<std::string>& flags);

}  // namespace replicas
