#include "program/system_faults.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cerrno>
#include <cstdarg>
#include <filesystem>

namespace replicas {
namespace {

struct State {
  bool armed = false;
  Fault fault = Fault::none;
  int call = 0;
  std::vector<std::string> log;
};
State state;

/// The file behind a descriptor, "." for a directory.
std::string name_of(int descriptor) {
  const bool was_armed = state.armed;
  state.armed = false;
  struct stat status {};
  const std::string link = "/proc/self/fd/" + std::to_string(descriptor);
  const bool directory = ::stat(link.c_str(), &status) == 0 && S_ISDIR(status.st_mode);
  const std::string name = directory ? "." : std::filesystem::read_symlink(link).filename().string();
  state.armed = was_armed;
  return name;
}

/// Logs the call; true when it is the one that has to fail, with errno set.
bool fails(const std::string& call) {
  if (!state.armed) return false;
  state.log.push_back(call);
  if (static_cast<int>(state.log.size()) != state.call) return false;
  if (state.fault == Fault::killed) _exit(99);
  if (state.fault == Fault::no_space) errno = ENOSPC;
  if (state.fault == Fault::io_error) errno = EIO;
  if (state.fault == Fault::interrupted) errno = EINTR;
  if (state.fault == Fault::no_links) errno = EPERM;
  if (state.fault == Fault::no_locks) errno = ENOLCK;
  return state.fault != Fault::none && state.fault != Fault::short_write;
}

std::string file_name(const char* path) {
  return std::filesystem::is_directory(path) ? "." : std::filesystem::path(path).filename().string();
}

}  // namespace

void arm(Fault fault, int call) { state = {true, fault, call, {}}; }

std::vector<std::string> disarm() {
  state.armed = false;
  return std::move(state.log);
}

}  // namespace replicas

using replicas::fails;
using replicas::Fault;
using replicas::state;

extern "C" {

int open(const char* path, int flags, ...) {
  std::va_list rest;
  va_start(rest, flags);
  const mode_t mode = (flags & O_CREAT) != 0 ? va_arg(rest, mode_t) : 0;
  va_end(rest);
  if (state.armed && fails("open " + replicas::file_name(path))) return -1;
  return static_cast<int>(syscall(SYS_openat, AT_FDCWD, path, flags, mode));
}

ssize_t write(int descriptor, const void* bytes, size_t size) {
  if (state.armed && fails("write " + replicas::name_of(descriptor))) return -1;
  if (state.armed && state.fault == Fault::short_write && static_cast<int>(state.log.size()) == state.call) size /= 2;
  return syscall(SYS_write, descriptor, bytes, size);
}

int fsync(int descriptor) {
  if (state.armed && fails("fsync " + replicas::name_of(descriptor))) return -1;
  return static_cast<int>(syscall(SYS_fsync, descriptor));
}

// A failing close has closed the descriptor all the same (Linux).
int close(int descriptor) {
  const bool failing = state.armed && fails("close " + replicas::name_of(descriptor));
  const int reason = errno;
  const int status = static_cast<int>(syscall(SYS_close, descriptor));
  if (failing) errno = reason;
  return failing ? -1 : status;
}

int rename(const char* from, const char* to) noexcept {
  if (state.armed && fails("rename " + replicas::file_name(from) + " " + replicas::file_name(to))) return -1;
  return static_cast<int>(syscall(SYS_rename, from, to));
}

int link(const char* from, const char* to) noexcept {
  if (state.armed && fails("link " + replicas::file_name(from) + " " + replicas::file_name(to))) return -1;
  return static_cast<int>(syscall(SYS_link, from, to));
}

int flock(int descriptor, int operation) noexcept {
  if (state.armed && fails("flock")) return -1;
  return static_cast<int>(syscall(SYS_flock, descriptor, operation));
}

}  // extern "C"
