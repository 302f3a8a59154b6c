#pragma once

#include <filesystem>
#include <mutex>
#include <string_view>

#include "model/error.h"

namespace replicas {

/// The netCDF library may be called by one thread at a time, and runs of one process may have several: whoever opens a
/// file holds this until it is closed.
[[nodiscard]] std::unique_lock<std::mutex> netcdf_alone();

/// Refuses a netCDF call that failed: "<path>: cannot <what>: <reason>". After a failed write the library's state is
/// undefined, so nothing of it may be called any more, and the program has to end without its exit handlers.
void netcdf_check(int status, std::string_view what, const std::filesystem::path& path,
                  ErrorKind kind = ErrorKind::io_error);

}  // namespace replicas
