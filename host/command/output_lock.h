#pragma once

#include <filesystem>
#include <memory>

#include "store/directory_lock.h"

namespace replicas {

/// The right to write one file and what belongs to it (OUT.checkpoint): a directory OUT.lock, locked while a process
/// works on OUT and removed when it has ended. The lock dies with the process; the empty directory that a killed one
/// leaves keeps nobody out. Error(cannot_create, 73) when another process has it.
class OutputLock {
 public:
  explicit OutputLock(const std::filesystem::path& out);
  OutputLock(const OutputLock&) = delete;
  OutputLock& operator=(const OutputLock&) = delete;
  ~OutputLock();
  const std::string& warning() const { return lock_->warning(); }

 private:
  std::filesystem::path path_;
  std::unique_ptr<DirectoryLock> lock_;
};

}  // namespace replicas
