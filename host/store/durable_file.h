#pragma once

#include <cstddef>
#include <filesystem>
#include <span>
#include <string>
#include <string_view>

namespace replicas {

// The one layer through which this program writes, renames and removes files. After a crash or a power cut a name holds
// either what it held before or the whole of what was written: temporary file in the same directory, fsync, close,
// rename, fsync of the directory, every status checked. Errors are Error(io_error, 74) with the path and the reason,
// and the temporary file is removed. Only libnetcdf writes past it, to a temporary file that `commit_file` then
// commits.

/// Where the bytes for `path` go until they are committed: "<path>.tmp".
std::filesystem::path temporary_of(const std::filesystem::path& path);

/// Makes `path` hold exactly these bytes. With `previous` (in the same directory), that name then holds what `path`
/// held before; at every moment both names are whole.
void write_durably(const std::filesystem::path& path, std::span<const std::byte> bytes,
                   const std::filesystem::path& previous = {});
void write_durably(const std::filesystem::path& path, std::string_view text);

/// Makes the finished file `temporary` durable and gives it the name `path`, in the same directory.
void commit_file(const std::filesystem::path& temporary, const std::filesystem::path& path);

/// A file that grows by whole lines and that somebody may watch. Nothing in it is durable, so nothing may depend on it.
class AppendedFile {
 public:
  explicit AppendedFile(const std::filesystem::path& path);  ///< which exists
  AppendedFile(const AppendedFile&) = delete;
  AppendedFile& operator=(const AppendedFile&) = delete;
  ~AppendedFile();
  void append(std::string_view text);

 private:
  std::filesystem::path path_;
  int number_;
};

/// Creates one directory, durably; true when it was not there before. Error(cannot_create, 73) when it cannot be made.
bool create_directory_durably(const std::filesystem::path& path);

/// Gives a file or a directory another name, on the same file system, durably; what had that name is gone.
void move_durably(const std::filesystem::path& from, const std::filesystem::path& to);

/// Makes durable what was removed from a directory or moved into it.
void sync_directory(const std::filesystem::path& directory);

/// Removes a file or an empty directory if it is there; true when it was removed. Never throws: it is for cleaning up.
bool remove_quietly(const std::filesystem::path& path) noexcept;

/// What to do where nothing can be written, after the system's `reason` (errno): "Permission denied; choose another
/// place with --out". In the container image, whose /data is a folder of the host, what README says of that folder.
std::string no_access(int reason);

}  // namespace replicas
