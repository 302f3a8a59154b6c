#pragma once

#include <string>
#include <vector>

namespace replicas {

/// Runs one of the figure scripts (host/show/NAME) with these words and returns its exit status. Error(no_device, 69)
/// when no python3 has matplotlib and netCDF4, Error(no_input, 66) when the script is not installed.
int run_python_script(const std::string& name, const std::vector<std::string>& words);

}  // namespace replicas
