#pragma once

#include <filesystem>
#include <string_view>

#include "model/error.h"

namespace replicas {

/// Refuses a netCDF call that failed: "<path>: cannot <what>: <reason>". After a failed write the library's state is
/// undefined, so nothing of it may be called any more, and the program has to end without its exit handlers.
void netcdf_check(int status, std::string_view what, const std::filesystem::path& path,
                  ErrorKind kind = ErrorKind::io_error);

}  // namespace replicas
