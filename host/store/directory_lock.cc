#include "store/directory_lock.h"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "model/error.h"
#include "model/printable.h"

namespace replicas {

DirectoryLock::DirectoryLock(const std::filesystem::path& directory)
    : number_(::open(directory.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC)) {
  require(number_ >= 0, Exit::cannot_create, "{}: cannot open this directory: {}; choose another place with --out",
          printable(directory.string()), std::strerror(errno));
  if (::flock(number_, LOCK_EX | LOCK_NB) == 0 || errno != EWOULDBLOCK) return;  // some file systems have no locks
  ::close(number_);
  fail(Exit::cannot_create, "{} is in use by another replicas process; wait for it, or choose another place with --out",
       printable(directory.string()));
}

DirectoryLock::~DirectoryLock() { ::close(number_); }

bool is_locked(const std::filesystem::path& directory) {
  const int number = ::open(directory.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (number < 0) return false;
  const bool locked = ::flock(number, LOCK_SH | LOCK_NB) != 0 && errno == EWOULDBLOCK;
  ::close(number);
  return locked;
}

}  // namespace replicas
