#include "command/verbs.h"

#include <CLI/CLI.hpp>

#include <iostream>

#include "command/exit_status.h"
#include "command/field_words.h"
#include "command/read_words.h"
#include "command/results_of_run.h"
#include "command/solve_diagnose.h"
#include "observe/observables/observable.h"
#include "show/json.h"
#include "show/report.h"
#include "store/run_nc.h"

namespace replicas {

int diagnose(const std::vector<std::string>& words) {
  CLI::App app(
      "Says in plain sentences whether the run was stationary, at its temperature and in the regime asked about, and "
      "what to change; of a FILE.nc that solve wrote: whether messages converged and instances suffice. Exit 0 when "
      "nothing failed, 1 otherwise.",
      "replicas diagnose");
  std::string run;
  bool as_json = false;
  app.add_option("RUN", run, "The directory of a run, its run.nc, or a FILE.nc of solve")->required();
  app.add_flag("--json", as_json, "The verdicts and the table as JSON");
  if (!read_words(app, words)) return 0;
  if (is_study(run)) return diagnose_study(run, as_json);
  const Results results = as_options(read_run(results_of_run(run)));
  std::cout << (as_json ? json(results) : report(results));
  return failed(results) ? static_cast<int>(Exit::check_failed) : 0;
}

}  // namespace replicas
