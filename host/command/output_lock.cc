#include "command/output_lock.h"

#include <sys/stat.h>

#include "store/durable_file.h"

namespace replicas {

namespace {

/// Number of what has this name now; 0 when nothing has.
ino_t inode_of(const std::filesystem::path& path) {
  struct stat found {};
  return ::stat(path.c_str(), &found) == 0 ? found.st_ino : 0;
}

}  // namespace

/// Who had the lock removes the directory, so that the one which is locked here may have lost its name, and another may
/// have made a new one of that name. Then the name's inode differs from the one before: while a directory is open here
/// its number is given to no other.
OutputLock::OutputLock(const std::filesystem::path& out) : path_(out.string() + ".lock") {
  for (bool mine = false; !mine;) {
    create_directory_durably(path_);
    const ino_t before = inode_of(path_);
    if (before == 0) continue;  // removed in between
    lock_.reset();
    lock_ = std::make_unique<DirectoryLock>(path_);
    mine = inode_of(path_) == before;
  }
}

OutputLock::~OutputLock() { remove_quietly(path_); }

}  // namespace replicas
