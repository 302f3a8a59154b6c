#include "command/plot.h"

#include <sys/wait.h>
#include <unistd.h>

#include <filesystem>
#include <iostream>

#include "command/version.h"
#include "model/error.h"
#include "store/run_directory.h"

namespace replicas {

namespace {

namespace fs = std::filesystem;

/// Beside the installed program (../share/replicas), else in the source tree the program was built from.
fs::path script() {
  std::error_code ignored;
  const fs::path program = fs::read_symlink("/proc/self/exe", ignored);
  for (const fs::path& candidate : {program.parent_path() / ".." / "share" / "replicas" / "plot.py",
                                    fs::path(source_directory) / "host/show/plot.py"})
    if (fs::exists(candidate)) return candidate;
  fail(Exit::no_input, "the figure script plot.py is neither in share/replicas beside the program nor in its sources");
}

int call(const std::vector<std::string>& words) {
  const pid_t child = fork();
  require(child >= 0, Exit::internal, "cannot start {}", words[0]);
  if (child == 0) {
    std::vector<char*> pointers;
    for (const std::string& word : words) pointers.push_back(const_cast<char*>(word.c_str()));
    pointers.push_back(nullptr);
    execvp(pointers[0], pointers.data());
    _exit(127);
  }
  int status = 0;
  waitpid(child, &status, 0);
  return WIFEXITED(status) ? WEXITSTATUS(status) : 70;
}

}  // namespace

int plot(const std::vector<std::string>& words) {
  if (words.size() == 1 && (words[0] == "--help" || words[0] == "-h")) {
    std::cout << "replicas plot RUN\n\nDraws the figures of a run (PNG and SVG) into RUN/figures. RUN is a run "
                 "directory or its run.nc.\nNeeds Python with matplotlib and netCDF4.\n";
    return 0;
  }
  require(words.size() == 1 && !words[0].starts_with("-"), Exit::usage,
          "replicas plot RUN takes one run directory, not '{}'", fmt::format("{}", fmt::join(words, " ")));
  const fs::path file = result_file(words[0]);
  require(fs::exists(file), Exit::no_input, "{} does not exist; give the directory of a finished run", file.string());
  // Looks for the modules without importing them: an import would print its own complaint.
  const std::string probe =
      "import importlib.util as u, sys; sys.exit(not all(map(u.find_spec, ('matplotlib', 'netCDF4'))))";
  // Debian puts its modules where only its own interpreter looks, which need not be the first on the path.
  for (const std::string python : {"python3", "/usr/bin/python3"})
    if (call({python, "-c", probe}) == 0) return call({python, script().string(), fs::path(words[0]).string()});
  fail(Exit::no_device, "no python3 with matplotlib and netCDF4; install python3-matplotlib and python3-netcdf4");
}

}  // namespace replicas
