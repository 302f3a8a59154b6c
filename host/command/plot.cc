#include "command/verbs.h"

#include <CLI/CLI.hpp>

#include <filesystem>

#include "command/python_script.h"
#include "command/read_words.h"
#include "command/results_of_run.h"

namespace replicas {

namespace fs = std::filesystem;

int plot(const std::vector<std::string>& words) {
  CLI::App app(
      "Draws the figures of a run (PNG and SVG) into RUN/figures, or into DIRECTORY, which is made where it is "
      "missing. "
      "Of a FILE.nc that solve or theory wrote: one figure, into figures/ beside it or into DIRECTORY. Needs Python "
      "with "
      "matplotlib and netCDF4.",
      "replicas plot");
  std::string run, out;
  app.add_option("RUN", run, "The directory of a run, its run.nc, or a FILE.nc of solve or theory")->required();
  app.add_option("--out", out, "Where the figures go")->type_name("DIRECTORY");
  if (!read_words(app, words)) return 0;
  const fs::path file = results_of_run(run);
  std::vector<std::string> arguments = {file.string()};
  if (!out.empty()) arguments.push_back(fs::absolute(out).string());
  return run_python_script("plot.py", arguments);
}

}  // namespace replicas
