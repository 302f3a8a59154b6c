#include "store/durable_file.h"

#include <fcntl.h>
#include <spdlog/fmt/fmt.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <cstring>

#include "data/input_file.h"
#include "model/error.h"
#include "model/printable.h"

namespace replicas {

namespace {

/// Closes a descriptor that is still open when an error passes by; `close` checks the status on the ordinary way out.
class Descriptor {
 public:
  Descriptor(const std::filesystem::path& path, int flags) : number_(::open(path.c_str(), flags | O_CLOEXEC, 0666)) {}
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  ~Descriptor() {
    if (number_ >= 0) ::close(number_);
  }
  int number() const { return number_; }
  /// Network file systems and quotas report here. After EINTR the descriptor is closed as well (Linux).
  bool close() {
    const int number = number_;
    number_ = -1;
    return ::close(number) == 0 || errno == EINTR;
  }

 private:
  int number_;
};

/// Refuses with the path, what was tried, and the system's reason.
void system_check(bool succeeded, const char* what, const std::filesystem::path& path) {
  if (succeeded) return;
  const int reason = errno;
  fail(ErrorKind::io_error, "{}: cannot {}: {}", printable(path.string()), what, std::strerror(reason));
}

void write_all(int descriptor, std::span<const std::byte> bytes, const std::filesystem::path& path) {
  while (!bytes.empty()) {
    const ssize_t written = ::write(descriptor, bytes.data(), bytes.size());
    if (written < 0 && errno == EINTR) continue;
    system_check(written >= 0, "write", path);
    bytes = bytes.subspan(static_cast<std::size_t>(written));
  }
}

/// A rename or a new name is durable only once its directory is.
void sync_directory_of(const std::filesystem::path& path) {
  const std::filesystem::path parent = path.has_parent_path() ? path.parent_path() : ".";
  Descriptor directory(parent, O_RDONLY | O_DIRECTORY);
  system_check(directory.number() >= 0, "open the directory", parent);
  // Some file systems have no fsync for directories and say EINVAL; there is nothing more to be done on them.
  system_check(::fsync(directory.number()) == 0 || errno == EINVAL, "fsync the directory", parent);
  system_check(directory.close(), "close the directory", parent);
}

/// fsync and close of an open file. fsync is never repeated: after a failure the kernel may have dropped the pages, and
/// a second success would mean nothing.
void sync_and_close(Descriptor& file, const std::filesystem::path& path) {
  system_check(::fsync(file.number()) == 0, "fsync", path);
  system_check(file.close(), "close", path);
}

void rename_durably(const std::filesystem::path& temporary, const std::filesystem::path& path) {
  system_check(::rename(temporary.c_str(), path.c_str()) == 0, "rename the finished file to this name", path);
  sync_directory_of(path);
}

/// A new file with these bytes, on the disk; its name is not durable yet.
void write_temporary(const std::filesystem::path& temporary, std::span<const std::byte> bytes) {
  remove_quietly(temporary);  // left by a killed process
  Descriptor file(temporary, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW);
  system_check(file.number() >= 0, "create", temporary);
  try {
    write_all(file.number(), bytes, temporary);
    sync_and_close(file, temporary);
  } catch (const Error&) {
    remove_quietly(temporary);
    throw;
  }
}

/// `previous` becomes what `path` holds now, if anything. Neither name is ever missing: the second name is made under a
/// temporary one and renamed. File systems without hard links (FUSE, exFAT) get a copy.
void keep_previous(const std::filesystem::path& path, const std::filesystem::path& previous) {
  const std::filesystem::path temporary = temporary_of(previous);
  remove_quietly(temporary);
  if (::link(path.c_str(), temporary.c_str()) != 0) {
    if (errno == ENOENT) return;
    const bool no_links = errno == EPERM || errno == EOPNOTSUPP || errno == ENOSYS || errno == EMLINK;
    system_check(no_links, "link", path);
    write_temporary(temporary, read_input_file(path));
  }
  if (::rename(temporary.c_str(), previous.c_str()) == 0) return;
  const int reason = errno;
  remove_quietly(temporary);
  errno = reason;
  system_check(false, "rename the previous version to this name", previous);
}

}  // namespace

std::filesystem::path temporary_of(const std::filesystem::path& path) { return path.string() + ".tmp"; }

void write_durably(const std::filesystem::path& path, std::span<const std::byte> bytes,
                   const std::filesystem::path& previous) {
  const std::filesystem::path temporary = temporary_of(path);
  write_temporary(temporary, bytes);
  try {
    if (!previous.empty()) keep_previous(path, previous);
    rename_durably(temporary, path);
  } catch (const Error&) {
    remove_quietly(temporary);
    throw;
  }
}

void write_durably(const std::filesystem::path& path, std::string_view text) {
  write_durably(path, std::as_bytes(std::span(text)));
}

void commit_file(const std::filesystem::path& temporary, const std::filesystem::path& path) {
  try {
    Descriptor file(temporary, O_RDONLY | O_NOFOLLOW);
    system_check(file.number() >= 0, "open", temporary);
    sync_and_close(file, temporary);
    rename_durably(temporary, path);
  } catch (const Error&) {
    remove_quietly(temporary);
    throw;
  }
}

AppendedFile::AppendedFile(const std::filesystem::path& path)
    : path_(path), number_(::open(path.c_str(), O_WRONLY | O_APPEND | O_NOFOLLOW | O_CLOEXEC)) {
  system_check(number_ >= 0, "open", path);
}

AppendedFile::~AppendedFile() { ::close(number_); }

void AppendedFile::append(std::string_view text) { write_all(number_, std::as_bytes(std::span(text)), path_); }

bool create_directory_durably(const std::filesystem::path& path) {
  if (::mkdir(path.c_str(), 0777) != 0) {
    const int reason = errno;
    std::error_code ignored;
    if (reason == EEXIST && std::filesystem::is_directory(path, ignored)) return false;
    fail(ErrorKind::cannot_create, "{}: cannot make this directory: {}", printable(path.string()), no_access(reason));
  }
  sync_directory_of(path);
  return true;
}

void move_durably(const std::filesystem::path& from, const std::filesystem::path& to) {
  rename_durably(from, to);
  if (from.parent_path() != to.parent_path()) sync_directory_of(from);
}

void sync_directory(const std::filesystem::path& directory) { sync_directory_of(directory / "."); }

bool remove_quietly(const std::filesystem::path& path) noexcept { return std::remove(path.c_str()) == 0; }

std::string no_access(int reason) {
  const bool image = std::getenv("REPLICAS_IN_IMAGE") != nullptr && (reason == EACCES || reason == EPERM);
  if (!image) return fmt::format("{}; choose another place with <out>", std::strerror(reason));
  return fmt::format("{} for user {}; on the host: mkdir -p out, then docker run --user \"$(id -u):$(id -g)\" ...",
                     std::strerror(reason), ::getuid());
}

}  // namespace replicas
