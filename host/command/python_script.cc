#include "command/python_script.h"

#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <cstring>
#include <ctime>
#include <filesystem>

#include "command/signals.h"

#include "model/error.h"
#include "model/version.h"

namespace replicas {

namespace {

namespace fs = std::filesystem;

/// Beside the installed program (../share/replicas), else in the source tree the program was built from.
fs::path script(const std::string& name) {
  std::error_code ignored;
  const fs::path program = fs::read_symlink("/proc/self/exe", ignored);
  for (const fs::path& candidate :
       {program.parent_path() / ".." / "share" / "replicas" / name, fs::path(source_directory) / "host/show" / name})
    if (fs::exists(candidate)) return candidate;
  fail(ErrorKind::no_input, "the script {} is neither in share/replicas beside the program nor in its sources", name);
}

/// Waits for a child. A signal ends it: Error(stopped, 75).
int status_of(pid_t child, const std::string& name) {
  constexpr int asked = 1, most_asked = 100;  // times 50 ms until it is killed
  for (int turn = 0;; turn += turn > 0 ? 1 : 0) {
    int status = 0;
    const pid_t ended = ::waitpid(child, &status, WNOHANG);
    const int reason = errno;
    require(ended >= 0 || reason == EINTR, ErrorKind::internal, "{}: cannot wait for it: {}", name,
            std::strerror(reason));
    if (ended == child) {
      require(!signalled(), ErrorKind::stopped, "stopped by a signal; the figures that are there are whole: run again");
      require(WIFEXITED(status), ErrorKind::internal, "{} was ended by signal {}", name, WTERMSIG(status));
      return WEXITSTATUS(status);
    }
    if (signalled() && turn == 0) turn = asked;
    if (turn == asked) ::kill(child, SIGTERM);
    if (turn == most_asked) ::kill(child, SIGKILL);
    constexpr timespec pause{.tv_sec = 0, .tv_nsec = 50'000'000};
    ::nanosleep(&pause, nullptr);
  }
}

int call(const std::vector<std::string>& words) {
  const pid_t child = fork();
  const int reason = errno;
  require(child >= 0, ErrorKind::internal, "cannot start {}: {}", words[0], std::strerror(reason));
  if (child == 0) {
    std::vector<char*> pointers;
    pointers.reserve(words.size() + 1);
    for (const std::string& word : words) pointers.push_back(const_cast<char*>(word.c_str()));
    pointers.push_back(nullptr);
    execvp(pointers[0], pointers.data());
    _exit(127);
  }
  return status_of(child, words[0]);
}

}  // namespace

int run_python_script(const std::string& name, const std::vector<std::string>& words) {
  catch_signals();
  // Looks for the modules without importing them: an import would print its own complaint.
  const std::string probe =
      "import importlib.util as u, sys; sys.exit(not all(map(u.find_spec, ('matplotlib', 'netCDF4'))))";
  // Debian puts its modules where only its own interpreter looks, which need not be the first on the path.
  for (const std::string python : {"python3", "/usr/bin/python3"})
    if (call({python, "-c", probe}) == 0) {
      std::vector<std::string> all = {python, script(name).string()};
      all.insert(all.end(), words.begin(), words.end());
      return call(all);
    }
  fail(ErrorKind::no_device, "no python3 with matplotlib and netCDF4; install python3-matplotlib and python3-netcdf4");
}

}  // namespace replicas
