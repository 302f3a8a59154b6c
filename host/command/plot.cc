#include "command/plot.h"

#include <filesystem>
#include <iostream>

#include "command/python_script.h"
#include "command/results_of_run.h"
#include "model/error.h"

namespace replicas {

namespace fs = std::filesystem;

int plot(const std::vector<std::string>& words) {
  if (words.size() == 1 && (words[0] == "--help" || words[0] == "-h")) {
    std::cout << "replicas plot RUN|FILE.nc [--out DIRECTORY]\n\nDraws the figures of a run (PNG and SVG) into "
                 "RUN/figures, or into DIRECTORY, which is made where it is missing.\nRUN is a run directory or its "
                 "run.nc. Of a FILE.nc that solve or theory wrote: one figure, into figures/ beside it or into "
                 "DIRECTORY.\nNeeds Python with matplotlib and netCDF4.\n";
    return 0;
  }
  std::vector<std::string> runs, to;
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (words[i] == "--out") {
      require(i + 1 < words.size(), Exit::usage, "plot --out needs the directory for the figures");
      to.push_back(words[++i]);
    } else if (words[i].starts_with("--out=")) {
      to.push_back(words[i].substr(6));
    } else {
      runs.push_back(words[i]);
    }
  }
  require(runs.size() == 1 && !runs[0].starts_with("-"), Exit::usage,
          "replicas plot takes one run directory and --out DIRECTORY, not '{}'",
          fmt::format("{}", fmt::join(words, " ")));
  require(to.empty() || !to.back().empty(), Exit::usage, "plot --out: the name of the directory is empty");
  const fs::path file = results_of_run(runs[0]);
  std::vector<std::string> arguments = {file.string()};
  if (!to.empty()) arguments.push_back(fs::absolute(to.back()).string());
  return run_python_script("plot.py", arguments);
}

}  // namespace replicas
