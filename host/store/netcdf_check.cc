#include "store/netcdf_check.h"

#include <netcdf.h>

#include <cerrno>
#include <cstring>

#include "model/printable.h"

namespace replicas {

namespace {

/// "NetCDF: HDF error" hides what the system said. A full disk is the reason worth telling.
std::string system_reason(int number) {
  const bool full = number == ENOSPC || number == EDQUOT || number == EFBIG || number == EIO;
  return full ? fmt::format(" ({})", std::strerror(number)) : "";
}

}  // namespace

std::unique_lock<std::mutex> netcdf_alone() {
  static std::mutex mutex;
  return std::unique_lock(mutex);
}

void netcdf_check(int status, std::string_view what, const std::filesystem::path& path, ErrorKind kind) {
  if (status == NC_NOERR) return;
  const std::string reason = system_reason(errno);
  fail(kind, "{}: cannot {}: {}{}", printable(path.string()), printable(what), nc_strerror(status), reason);
}

}  // namespace replicas
