#include "command/diagnose.h"

#include <algorithm>
#include <iostream>
#include <iterator>

#include "command/results_of_run.h"
#include "command/solve_diagnose.h"
#include "model/error.h"
#include "observe/observable.h"
#include "show/json.h"
#include "show/report.h"
#include "store/run_nc.h"

namespace replicas {

int diagnose(const std::vector<std::string>& words) {
  const bool as_json = std::ranges::count(words, "--json") > 0;
  std::vector<std::string> runs;
  std::ranges::copy_if(words, std::back_inserter(runs), [](const std::string& word) { return word != "--json"; });
  if (runs.size() == 1 && (runs[0] == "--help" || runs[0] == "-h")) {
    std::cout
        << "replicas diagnose RUN [--json]\n\nSays in plain sentences whether the run was stationary, at its "
           "temperature and in the regime asked about,\nand what to change. RUN is a run directory or its run.nc. Of a "
           "FILE.nc that solve wrote: whether messages converged and instances suffice.\n--json: the verdicts and the "
           "table as JSON.\nExit 0 when nothing failed, 1 otherwise.\n";
    return 0;
  }
  require(runs.size() == 1 && !runs[0].starts_with("-"), Exit::usage,
          "replicas diagnose takes one run directory and --json, not '{}'", fmt::format("{}", fmt::join(words, " ")));
  if (is_study(runs[0])) return diagnose_study(runs[0], as_json);
  const Results results = read_run(results_of_run(runs[0]));
  std::cout << (as_json ? json(results) : report(results));
  return failed(results) ? static_cast<int>(Exit::check_failed) : 0;
}

}  // namespace replicas
