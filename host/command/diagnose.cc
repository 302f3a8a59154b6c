#include "command/diagnose.h"

#include <iostream>

#include "model/error.h"
#include "observe/observable.h"
#include "show/report.h"
#include "store/run_directory.h"
#include "store/run_nc.h"

namespace replicas {

int diagnose(const std::vector<std::string>& words) {
  if (words.size() == 1 && (words[0] == "--help" || words[0] == "-h")) {
    std::cout << "replicas diagnose RUN\n\nSays in plain sentences whether the run was stationary, at its temperature "
                 "and in the regime asked about,\nand what to change. RUN is a run directory or its run.nc. Exit 0 "
                 "when nothing failed, 1 otherwise.\n";
    return 0;
  }
  require(words.size() == 1 && !words[0].starts_with("-"), Exit::usage,
          "replicas diagnose RUN takes one run directory, not '{}'", fmt::format("{}", fmt::join(words, " ")));
  const Results results = read_run(result_file(words[0]));
  std::cout << report(results);
  return failed(results) ? static_cast<int>(Exit::check_failed) : 0;
}

}  // namespace replicas
