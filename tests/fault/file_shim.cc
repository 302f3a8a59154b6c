// Preloaded into the program (LD_PRELOAD) for tests: stands before the C library's calls that change files below
// SHIM_ROOT. With SHIM_FAULT="N KIND once|sticky" the N-th of them fails (enospc, eio), writes half (short), or kills
// the process before it (kill) or after half of it (torn). With SHIM_LOG=FILE every call is recorded for the power-cut
// model in power_cut.py. SHIM_COUNT=FILE receives the number of calls at exit. One file, rather long: one idea.
#include <dlfcn.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <climits>
#include <csignal>
#include <cstdarg>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <map>
#include <string>

namespace {

template <class Function>
Function* real(const char* name) {
  return reinterpret_cast<Function*>(dlsym(RTLD_NEXT, name));
}

struct Shim {
  std::string root, kind;
  long call = 0, fail_at = -1;
  bool sticky = false;
  int log = -1;
  std::string count_file;
  std::map<int, std::uint64_t> writable;   // descriptor -> file number
  std::map<int, std::string> directories;  // descriptor -> path
  std::map<ino_t, std::uint64_t> numbers;  // of files that exist
  std::uint64_t next_number = 1;

  Shim() {
    const auto text = [](const char* name) { return std::string(getenv(name) ? getenv(name) : ""); };
    root = text("SHIM_ROOT");
    char kind_text[16] = "", how[16] = "";
    if (std::sscanf(text("SHIM_FAULT").c_str(), "%ld %15s %15s", &fail_at, kind_text, how) == 3) kind = kind_text;
    sticky = std::string(how) == "sticky";
    count_file = text("SHIM_COUNT");
    if (!text("SHIM_LOG").empty())
      log = real<int(const char*, int, ...)>("open")(text("SHIM_LOG").c_str(),
                                                     O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0666);
  }
  ~Shim() {
    if (count_file.empty()) return;
    const int file = real<int(const char*, int, ...)>("open")(count_file.c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0666);
    const std::string text = std::to_string(call);
    [[maybe_unused]] const auto ignored =
        real<ssize_t(int, const void*, size_t)>("write")(file, text.data(), text.size());
    real<int(int)>("close")(file);
  }
};

Shim& shim() {
  static Shim instance;
  return instance;
}

std::string absolute(const char* path) {
  if (path[0] == '/') return path;
  char here[PATH_MAX];
  return std::string(getcwd(here, sizeof here) ? here : "") + "/" + path;
}

bool ours(const std::string& path) { return !shim().root.empty() && path.starts_with(shim().root); }

std::string name_of(int descriptor) {
  char link[64], name[PATH_MAX];
  std::snprintf(link, sizeof link, "/proc/self/fd/%d", descriptor);
  const ssize_t length = readlink(link, name, sizeof name);
  return length > 0 ? std::string(name, static_cast<size_t>(length)) : "";
}

/// Of a directory also the one that SHIM_ROOT lies in: its fsync makes SHIM_ROOT durable.
bool our_directory(const std::string& path) { return ours(path) || shim().root.starts_with(path + "/"); }

void record(char kind, const std::string& first, const std::string& second, std::uint64_t file, std::uint64_t offset,
            const void* data, std::uint64_t size) {
  if (shim().log < 0) return;
  std::string bytes(1, kind);
  const auto number = [&bytes](std::uint64_t value) {
    bytes.append(reinterpret_cast<const char*>(&value), sizeof value);
  };
  for (const std::string& text : {first, second}) {
    number(text.size());
    bytes += text;
  }
  number(file);
  number(offset);
  number(size);
  if (size > 0) bytes.append(static_cast<const char*>(data), size);
  [[maybe_unused]] const auto ignored =
      real<ssize_t(int, const void*, size_t)>("write")(shim().log, bytes.data(), bytes.size());
}

/// Counts a call. True: it has to fail, errno is set.
bool fails() {
  Shim& s = shim();
  ++s.call;
  if (s.fail_at < 0 || (s.sticky ? s.call < s.fail_at : s.call != s.fail_at)) return false;
  if (s.kind == "kill") kill(getpid(), SIGKILL);
  if (s.kind == "enospc") errno = ENOSPC;
  if (s.kind == "eio") errno = EIO;
  return s.kind == "enospc" || s.kind == "eio";
}

bool halves() {
  const Shim& s = shim();
  return (s.kind == "short" || s.kind == "torn") && (s.sticky ? s.call >= s.fail_at : s.call == s.fail_at);
}

void die_if_torn() {
  const Shim& s = shim();
  if (s.kind == "torn" && s.call == s.fail_at) kill(getpid(), SIGKILL);
}

int opened(const char* function, int folder, const char* path, int flags, mode_t mode) {
  const std::string name = absolute(path);
  const auto go = [&] {
    return folder == AT_FDCWD ? real<int(const char*, int, ...)>("open")(path, flags, mode)
                              : real<int(int, const char*, int, ...)>(function)(folder, path, flags, mode);
  };
  const bool changes = (flags & (O_WRONLY | O_RDWR)) != 0, directory = (flags & O_DIRECTORY) != 0;
  if (directory) {
    const int descriptor = go();
    if (descriptor >= 0 && our_directory(name_of(descriptor))) shim().directories[descriptor] = name_of(descriptor);
    return descriptor;
  }
  if (!ours(name) || !changes) return go();
  if (fails()) return -1;
  struct stat before {};
  const bool existed = real<int(const char*, struct stat*)>("lstat")(path, &before) == 0;
  const int descriptor = go();
  if (descriptor < 0) return descriptor;
  struct stat status {};
  fstat(descriptor, &status);
  if (!existed) {
    shim().numbers[status.st_ino] = shim().next_number++;
    record('C', name, "", shim().numbers[status.st_ino], 0, nullptr, 0);
  } else if ((flags & O_TRUNC) != 0) {
    record('T', name, "", shim().numbers[status.st_ino], 0, nullptr, 0);
  }
  shim().writable[descriptor] = shim().numbers[status.st_ino];
  die_if_torn();
  return descriptor;
}

ssize_t written(int descriptor, const void* data, size_t size, off_t offset, bool at_offset) {
  const auto go = [&](size_t count) {
    return at_offset ? real<ssize_t(int, const void*, size_t, off_t)>("pwrite")(descriptor, data, count, offset)
                     : real<ssize_t(int, const void*, size_t)>("write")(descriptor, data, count);
  };
  const auto found = shim().writable.find(descriptor);
  if (found == shim().writable.end()) return go(size);
  if (fails()) return -1;
  const ssize_t done = go(halves() && size > 1 ? size / 2 : size);
  const off_t position = at_offset ? offset : lseek(descriptor, 0, SEEK_CUR) - (done > 0 ? done : 0);
  if (done > 0)
    record('W', "", "", found->second, static_cast<std::uint64_t>(position), data, static_cast<std::uint64_t>(done));
  die_if_torn();
  return done;
}

int truncated(int descriptor, off_t length) {
  const auto go = [&] { return real<int(int, off_t)>("ftruncate")(descriptor, length); };
  const auto found = shim().writable.find(descriptor);
  if (found == shim().writable.end()) return go();
  if (fails()) return -1;
  record('T', "", "", found->second, static_cast<std::uint64_t>(length), nullptr, 0);
  return go();
}

int synced(const char* function, int descriptor) {
  const auto go = [&] { return real<int(int)>(function)(descriptor); };
  if (const auto directory = shim().directories.find(descriptor); directory != shim().directories.end()) {
    if (fails()) return -1;
    record('D', directory->second, "", 0, 0, nullptr, 0);
    die_if_torn();
    return go();
  }
  const std::string name = name_of(descriptor);
  if (!ours(name)) return go();
  if (fails()) return -1;
  struct stat status {};
  fstat(descriptor, &status);
  record('F', name, "", shim().numbers[status.st_ino], 0, nullptr, 0);
  die_if_torn();
  return go();
}

int named(const char* function, char kind, const char* first, const char* second) {
  const auto go = [&] {
    return second ? real<int(const char*, const char*)>(function)(first, second)
                  : real<int(const char*)>(function)(first);
  };
  const std::string from = absolute(first), to = second ? absolute(second) : "";
  if (!ours(from)) return go();
  if (fails()) return -1;
  const int status = go();
  if (status == 0) record(kind, from, to, 0, 0, nullptr, 0);
  die_if_torn();
  return status;
}

mode_t mode_of(int flags, std::va_list rest) { return (flags & O_CREAT) != 0 ? va_arg(rest, mode_t) : 0; }

}  // namespace

extern "C" {

int open(const char* path, int flags, ...) {
  std::va_list rest;
  va_start(rest, flags);
  const mode_t mode = mode_of(flags, rest);
  va_end(rest);
  return opened("open", AT_FDCWD, path, flags, mode);
}
int open64(const char* path, int flags, ...) {
  std::va_list rest;
  va_start(rest, flags);
  const mode_t mode = mode_of(flags, rest);
  va_end(rest);
  return opened("open", AT_FDCWD, path, flags, mode);
}
ssize_t write(int descriptor, const void* data, size_t size) { return written(descriptor, data, size, 0, false); }
ssize_t pwrite(int descriptor, const void* data, size_t size, off_t offset) {
  return written(descriptor, data, size, offset, true);
}
ssize_t pwrite64(int descriptor, const void* data, size_t size, off_t offset) {
  return written(descriptor, data, size, offset, true);
}
int ftruncate(int descriptor, off_t length) noexcept { return truncated(descriptor, length); }
int ftruncate64(int descriptor, off_t length) noexcept { return truncated(descriptor, length); }
int fsync(int descriptor) { return synced("fsync", descriptor); }
int close(int descriptor) {
  const bool failing = shim().writable.erase(descriptor) > 0 && fails();
  shim().directories.erase(descriptor);
  const int reason = errno, status = real<int(int)>("close")(descriptor);
  if (failing) errno = reason;  // a failing close has closed the descriptor all the same
  return failing ? -1 : status;
}
int rename(const char* from, const char* to) noexcept { return named("rename", 'R', from, to); }
int link(const char* from, const char* to) noexcept { return named("link", 'L', from, to); }
int unlink(const char* path) noexcept { return named("unlink", 'U', path, nullptr); }
int remove(const char* path) noexcept { return named("remove", 'U', path, nullptr); }
int mkdir(const char* path, mode_t mode) noexcept {
  const std::string name = absolute(path);
  if (!ours(name)) return real<int(const char*, mode_t)>("mkdir")(path, mode);
  if (fails()) return -1;
  const int status = real<int(const char*, mode_t)>("mkdir")(path, mode);
  if (status == 0) record('M', name, "", 0, 0, nullptr, 0);
  die_if_torn();
  return status;
}

}  // extern "C"
