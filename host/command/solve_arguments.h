#pragma once

#include <string>
#include <vector>

#include "model/dataset.h"
#include "solve/study.h"

namespace replicas {

struct SolveOptions {
  solve::Study study;
  std::string solver = "fbp", model = "perceptron:1001", patterns = "random";
  std::string instructions;
  std::string out = "solve.nc";
  std::string identity;                 ///< model, solver, patterns and all that a number can depend on
  int shard = 1, shards = 1, join = 0;  ///< join 0: nothing to gather
  double checkpoint_seconds = 60;
  std::vector<Remark> remarks;  ///< what was assumed about the data
  bool overwrite = false, json = false, quiet = false, save_weights = false;
};

/// The words after `replicas solve`. False when only help was wanted.
bool parse_solve_arguments(const std::vector<std::string>& words, SolveOptions& options);

}  // namespace replicas
