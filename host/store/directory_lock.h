#pragma once

#include <filesystem>
#include <string>

namespace replicas {

/// flock on a run directory: one process writes it at a time. The lock dies with the process, so nothing goes stale.
class DirectoryLock {
 public:
  /// Error(cannot_create, 73) when another process has it. Where the file system has no locks, `warning` says so.
  explicit DirectoryLock(const std::filesystem::path& directory);
  DirectoryLock(const DirectoryLock&) = delete;
  DirectoryLock& operator=(const DirectoryLock&) = delete;
  ~DirectoryLock();
  const std::string& warning() const { return warning_; }

 private:
  int number_;
  std::string warning_;
};

/// Whether some process holds the lock now.
bool is_locked(const std::filesystem::path& directory);

}  // namespace replicas
