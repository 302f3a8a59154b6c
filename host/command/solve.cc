#include "command/solve.h"
#include "command/field_words.h"

#include <spdlog/fmt/ranges.h>
#include <spdlog/spdlog.h>

#include <iostream>

#include "command/solve_arguments.h"
#include "command/solve_results.h"
#include "model/error.h"
#include "show/arrays_table.h"
#include "show/log.h"
#include "store/arrays_file.h"
#include "theory/replica_symmetric.h"

namespace replicas {

namespace {

/// Loads at which theory expects no solution are allowed, and said.
void warn_above_capacity(const solve::Study& study) {
  if (study.law == solve::PatternLaw::teacher) return;
  const double capacity = theory::capacity({.margin = study.margin}).value;
  if (study.loads.back() > capacity)
    spdlog::warn("load {:g} is above the capacity {:.4f} at margin {:g}: few instances have a solution at all",
                 study.loads.back(), capacity, study.margin);
}

}  // namespace

int solve_words(const std::vector<std::string>& words) {
  SolveOptions options;
  if (!parse_solve_arguments(words, options)) return 0;
  const solve::Kernels& kernels = solve::kernels_for(options.instructions);
  require_room_for(options.out, options.overwrite);
  set_up_log(options.quiet, as_options);
  const solve::Study& study = options.study;
  warn_above_capacity(study);
  std::vector<std::vector<solve::Solved>> by_load;
  for (const double load : study.loads) {
    by_load.push_back(solve_load(study, load, kernels));
    int solved = 0;
    for (const solve::Solved& each : by_load.back()) solved += each.outcome.solved ? 1 : 0;
    spdlog::info("load {:g}: {} patterns of {} inputs, {} of {} instances solved ({} kernels)", load,
                 solve::patterns_of(study, load), study.inputs, solved, study.instances, kernels.name);
  }
  const NamedArrays result = solve_results(options, by_load);
  write_arrays(options.out, result, fmt::format("replicas solve {}", fmt::join(words, " ")));
  std::cout << (options.json ? arrays_json(result) : arrays_table(result));
  return 0;
}

}  // namespace replicas
