#include "command/plot.h"

#include <filesystem>
#include <iostream>

#include "command/python_script.h"
#include "model/error.h"
#include "store/run_directory.h"

namespace replicas {

namespace fs = std::filesystem;

int plot(const std::vector<std::string>& words) {
  if (words.size() == 1 && (words[0] == "--help" || words[0] == "-h")) {
    std::cout << "replicas plot RUN|FILE.nc\n\nDraws the figures of a run (PNG and SVG) into RUN/figures. RUN is a run "
                 "directory or its run.nc.\nOf a FILE.nc that solve or theory wrote: one figure, into figures/ beside "
                 "it.\nNeeds Python with matplotlib and netCDF4.\n";
    return 0;
  }
  require(words.size() == 1 && !words[0].starts_with("-"), Exit::usage,
          "replicas plot RUN takes one run directory, not '{}'", fmt::format("{}", fmt::join(words, " ")));
  const fs::path file = result_file(words[0]);
  std::error_code ignored;  // a loop of symbolic links counts as nothing there
  require(fs::exists(file, ignored), Exit::no_input, "{} does not exist; give the directory of a finished run",
          file.string());
  return run_python_script("plot.py", {fs::path(words[0]).string()});
}

}  // namespace replicas
