#include "command/verbs.h"

#include <spdlog/fmt/ranges.h>

#include <CLI/CLI.hpp>

#include <filesystem>

#include "command/citation.h"
#include "command/python_script.h"
#include "command/read_words.h"
#include "command/results_of_run.h"
#include "run/fields.h"

namespace replicas {

namespace fs = std::filesystem;

int report(const std::vector<std::string>& words) {
  CLI::App app(
      "Writes a run as one page, RUN/report.html: what was asked, verdicts, numbers with their errors, every figure "
      "with "
      "the numbers behind it, how to repeat it and how to cite it. The page needs no network and no file beside it. "
      "Needs Python with matplotlib and netCDF4.",
      "replicas report");
  std::string run, out;
  app.add_option("RUN", run, "The directory of a run, or its run.nc")->required();
  app.add_option("--out", out, "Where the page goes")->type_name("FILE.html");
  if (!read_words(app, words)) return 0;
  const fs::path file = results_of_run(run);
  std::vector<std::string> keys;  // what verdicts name in angle brackets is an option only if it is one of these
  for (const Field& own : fields()) keys.push_back(own.key);
  return run_python_script(
      "report.py",
      {file.string(), fs::absolute(out.empty() ? file.parent_path() / "report.html" : fs::path(out)).string(),
       citation(), fmt::format("{}", fmt::join(keys, ","))});
}

}  // namespace replicas
