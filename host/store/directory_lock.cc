#include "store/directory_lock.h"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "model/error.h"
#include "model/printable.h"

namespace replicas {

namespace {

/// errno of flock, 0 when it succeeded; a signal in between is no reason.
int flock_reason(int number, int operation) {
  int reason = 0;
  do reason = ::flock(number, operation) == 0 ? 0 : errno;
  while (reason == EINTR);
  return reason;
}

}  // namespace

DirectoryLock::DirectoryLock(const std::filesystem::path& directory)
    : number_(::open(directory.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC)) {
  require(number_ >= 0, ErrorKind::cannot_create, "{}: cannot open this directory: {}; choose another place with <out>",
          printable(directory.string()), std::strerror(errno));
  const int reason = flock_reason(number_, LOCK_EX | LOCK_NB);
  if (reason == 0) return;
  const std::string shown = printable(directory.string());
  if (reason == ENOTSUP || reason == EOPNOTSUPP || reason == ENOSYS || reason == ENOLCK || reason == EINVAL) {
    warning_ = fmt::format(
        "{}: this file system has no locks ({}): nothing keeps a second replicas process out; start only one there",
        shown, std::strerror(reason));
    return;
  }
  ::close(number_);
  require(reason != EWOULDBLOCK, ErrorKind::cannot_create,
          "{} is in use by another replicas process; wait for it, or choose another place with <out>", shown);
  fail(ErrorKind::cannot_create, "{}: cannot lock this directory: {}; choose another place with <out>", shown,
       std::strerror(reason));
}

DirectoryLock::~DirectoryLock() { ::close(number_); }

bool is_locked(const std::filesystem::path& directory) {
  const int number = ::open(directory.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (number < 0) return false;
  const bool locked = flock_reason(number, LOCK_SH | LOCK_NB) == EWOULDBLOCK;
  ::close(number);
  return locked;
}

}  // namespace replicas
